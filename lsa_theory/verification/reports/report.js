"use strict";
(() => {
  const form = document.getElementById("page:filter");
  const box = form.querySelector("input[type=search]");
  const told = document.getElementById("page:told");
  const claims = [...document.querySelectorAll("article[data-kind]")];
  const texts = claims.map((claim) => claim.textContent.toLowerCase());
  form.hidden = false;
  form.addEventListener("submit", (event) => event.preventDefault());

  const filter = () => {
    const words = box.value.toLowerCase().split(/\s+/).filter(Boolean);
    const kind = form.elements.kind.value;
    let seen = 0;
    claims.forEach((claim, k) => {
      const wanted = kind === "all" || claim.dataset.kind === kind;
      claim.hidden = !(wanted && words.every((word) => texts[k].includes(word)));
      seen += !claim.hidden;
    });
    for (const part of document.querySelectorAll("section.file")) {
      part.hidden = !part.querySelector("article:not([hidden])");
    }
    told.textContent = `${seen} of ${claims.length} claims`;
  };
  form.addEventListener("input", filter);

  // A link to a claim that the filter hides shows it all the same.
  const reveal = () => {
    const claim = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (claim && claim.hidden) { form.reset(); filter(); }
    if (claim) claim.scrollIntoView();
  };
  window.addEventListener("hashchange", reveal);

  // What scrolls sideways can be scrolled from the keyboard; what does not is no stop.
  const reachable = () => {
    for (const part of document.querySelectorAll(".maths, .wide, .pair")) {
      if (part.scrollWidth > part.clientWidth + 1) part.tabIndex = 0; else part.removeAttribute("tabindex");
    }
  };
  document.addEventListener("toggle", reachable, true);
  window.addEventListener("resize", reachable);

  // Paper unfolds nothing by itself.
  let folded = [];
  window.addEventListener("beforeprint", () => {
    folded = [...document.querySelectorAll("details:not([open])")];
    for (const part of folded) part.open = true;
  });
  window.addEventListener("afterprint", () => { for (const part of folded) part.open = false; });

  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && !(event.target instanceof HTMLInputElement)) { event.preventDefault(); box.focus(); }
    if (event.key === "Escape" && event.target === box) { box.value = ""; filter(); }
  });
  filter();
  reachable();
  if (location.hash) reveal();
})();
