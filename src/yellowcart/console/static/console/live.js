// Keeps the parts of a page that change by themselves as they are on the server: those that say
// how often, in seconds. What is being typed is left alone. Once nothing changes any more, the
// whole page is loaded again.
"use strict";
const parts = [...document.querySelectorAll("[data-again]")];

async function again() {
  if (document.hidden || parts.some((part) => part.contains(document.activeElement))) return;
  try {
    const answer = await fetch(location.href, { credentials: "same-origin" });
    if (!answer.ok || answer.redirected) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (!page.querySelector("[data-again]")) return location.reload();
    for (const part of parts) {
      const fresh = page.getElementById(part.id);
      if (fresh && fresh.innerHTML !== part.innerHTML) part.innerHTML = fresh.innerHTML;
    }
  } catch {
    // The network is away; the next look finds it again.
  }
}

if (parts.length) {
  setInterval(again, Math.min(...parts.map((part) => Number(part.dataset.again))) * 1000);
  document.addEventListener("visibilitychange", again);
}
