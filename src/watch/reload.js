// Keeps an open page up to date. touchline puts this script into pages as it
// serves them; no file it writes holds it.
(() => {
  "use strict";
  const tag = document.currentScript;
  const events = "/__touchline/events";
  const tab = Math.random();
  let seen = tag.dataset.seen, stream, retry = 250, timer;

  // The browser keeps the scroll position over a reload where it can. Where
  // the page grew late, or ends in a #fragment, this puts it back.
  const place = "touchline " + location.pathname + location.search;
  const kept = sessionStorage.getItem(place);
  sessionStorage.removeItem(place);
  if (kept) {
    const [x, y] = kept.split(" ").map(Number);
    const back = () => {
      if (scrollX !== x || scrollY !== y) scrollTo({ left: x, top: y, behavior: "instant" });
    };
    back();
    addEventListener("load", () => requestAnimationFrame(back), { once: true });
  }
  const reload = () => {
    sessionStorage.setItem(place, scrollX + " " + scrollY);
    location.reload();
  };

  // A new stylesheet stands beside the old one until it is there.
  const restyle = (mark) => {
    for (const link of document.querySelectorAll('link[rel~="stylesheet"]')) {
      const url = new URL(link.href);
      if (url.origin !== location.origin || link.dataset.leaving) continue;
      url.searchParams.set("touchline", mark);
      const next = link.cloneNode();
      next.href = url;
      link.dataset.leaving = "yes";
      next.onload = next.onerror = () => link.remove();
      link.after(next);
    }
  };

  let overlay, shown;
  const show = (text) => {
    if (text === shown) return;
    shown = text;
    if (overlay) overlay.remove();
    overlay = undefined;
    if (!text) return;
    overlay = document.createElement("touchline-errors");
    const root = overlay.attachShadow({ mode: "open" });
    root.innerHTML = `<style>
      :host { all: initial; position: fixed; inset: auto 0 0; z-index: 2147483647; }
      section { box-sizing: border-box; max-height: 85vh; overflow: auto; padding: 1rem 1.25rem 1.25rem;
        background: #1b1b1f; color: #f3f1ec; border-top: 4px solid #d8402f; box-shadow: 0 -8px 32px #0008; }
      header { display: flex; gap: 1rem; align-items: baseline; justify-content: space-between;
        font: 600 15px/1.4 system-ui, sans-serif; }
      button { font: inherit; color: inherit; background: none; border: 1px solid #fff6; border-radius: 4px; padding: 0 .6em; cursor: pointer; }
      pre { margin: .75rem 0 0; font: 13px/1.5 ui-monospace, Menlo, Consolas, monospace; white-space: pre; tab-size: 4; }
    </style><section role="alert"><header><span></span><button type="button">hide</button></header><pre></pre></section>`;
    root.querySelector("span").textContent = "The site has errors. This is the last good state.";
    root.querySelector("pre").textContent = text;
    root.querySelector("button").onclick = () => overlay && overlay.remove();
    document.documentElement.append(overlay);
  };
  addEventListener("keydown", (event) => {
    if (event.key === "Escape" && overlay) overlay.remove();
  });

  const connect = () => {
    clearTimeout(timer);
    if (stream || document.hidden) return;
    tabs.postMessage(tab);
    stream = new EventSource(events + "?page=" + encodeURIComponent(tag.dataset.page) + "&seen=" + seen);
    stream.onopen = () => { retry = 250; };
    stream.onmessage = ({ data }) => {
      const message = JSON.parse(data);
      seen = message.seen;
      if (message.go) location.assign(message.go);
      else if (message.reload) return reload();
      else if (message.styles) restyle(seen);
      show(message.fault);
    };
    stream.onerror = () => {
      disconnect();
      timer = setTimeout(connect, retry);
      retry = Math.min(retry * 2, 4000);
    };
  };
  const disconnect = () => {
    if (stream) stream.close();
    stream = undefined;
  };

  // A browser opens six connections to a server at most. Of many tabs, those
  // not shown for longest give theirs up until they are shown again.
  const since = new Set();
  const tabs = new BroadcastChannel("touchline");
  tabs.onmessage = ({ data }) => {
    if (!document.hidden) return since.clear();
    since.add(data);
    if (since.size > 3) disconnect();
  };
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) return;
    since.clear();
    tabs.postMessage(tab);
    connect();
  });
  addEventListener("pagehide", disconnect);
  addEventListener("pageshow", connect);
  connect();
})();
