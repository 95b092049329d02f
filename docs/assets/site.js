// What the theme makes in the browser, told to keyboards and screen readers: tables that scroll can be reached, and the
// buttons of each block of code have a name of their own.
function tell() {
  for (const wrap of document.querySelectorAll(".md-typeset__scrollwrap")) wrap.tabIndex = 0;
  document.querySelectorAll(".md-code__nav").forEach((nav, k) => {
    if (!nav.ariaLabel) nav.ariaLabel = `Block of code ${k + 1}`;
  });
}
new MutationObserver(tell).observe(document.documentElement, { childList: true, subtree: true });
tell();
// A page within the page says how tall it is, and is told whether this one is dark.
function tellScheme() {
  const scheme = document.body.dataset.mdColorScheme === "slate" ? "dark" : "light";
  for (const frame of document.querySelectorAll("iframe.explore")) frame.contentWindow.postMessage({ scheme }, "*");
}
addEventListener("message", (event) => {
  for (const frame of document.querySelectorAll("iframe.explore")) {
    const tall = Number(event.data?.height);
    if (event.source !== frame.contentWindow || !(tall > 0)) continue;
    frame.style.height = `${Math.min(tall, 20000)}px`;
    tellScheme();
  }
});
new MutationObserver(tellScheme).observe(document.body, { attributeFilter: ["data-md-color-scheme"] });
