// Keeps what a cart serves on this page as it is on the server, and leaves what is typed alone.
"use strict";
const live = document.getElementById("live");

async function again() {
  if (document.hidden || live.contains(document.activeElement)) return;
  try {
    const answer = await fetch(location.href, { credentials: "same-origin" });
    if (!answer.ok || answer.redirected) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.getElementById("live");
    if (fresh && fresh.innerHTML !== live.innerHTML) live.innerHTML = fresh.innerHTML;
  } catch {
    // The network is away; the next look finds it again.
  }
}

setInterval(again, Number(live.dataset.again) * 1000);
document.addEventListener("visibilitychange", again);
