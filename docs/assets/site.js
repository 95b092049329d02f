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
