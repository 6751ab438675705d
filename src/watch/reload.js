// Keeps an open page up to date. touchline puts this script into pages as it
// serves them; no file it writes holds it.
(() => {
  "use strict";
  const tag = document.currentScript;
  let seen = tag.dataset.seen, stream, timer, retry = 250;

  // The browser keeps the scroll position over a reload where it can. Where
  // the page grew late, or ends in a #fragment, this puts it back.
  const place = "touchline " + location.pathname + location.search;
  const kept = sessionStorage.getItem(place);
  sessionStorage.removeItem(place);
  if (kept) {
    const [left, top] = kept.split(" ").map(Number);
    const back = () => {
      if (scrollX !== left || scrollY !== top) scrollTo({ left, top, behavior: "instant" });
    };
    back();
    addEventListener("load", () => requestAnimationFrame(back), { once: true });
  }
  const reload = () => {
    sessionStorage.setItem(place, scrollX + " " + scrollY);
    location.reload();
  };

  // The old stylesheet stays until the new one is there.
  const restyle = (mark) => {
    for (const link of document.querySelectorAll('link[rel~="stylesheet"]:not([data-leaving])')) {
      const url = new URL(link.href);
      if (url.origin !== location.origin) continue;
      url.searchParams.set("touchline", mark);
      const next = link.cloneNode();
      next.href = url;
      next.onload = next.onerror = () => link.remove();
      link.dataset.leaving = "";
      link.after(next);
    }
  };

  let overlay, shown = null;
  const hide = () => overlay && overlay.remove();
  const show = (text) => {
    if (text === shown) return;
    shown = text;
    hide();
    if (!text) return;
    overlay = document.createElement("touchline-errors");
    const root = overlay.attachShadow({ mode: "open" });
    root.innerHTML = `<style>
      :host { all: initial; position: fixed; inset: auto 0 0; z-index: 2147483647; }
      section { box-sizing: border-box; max-height: 85vh; overflow: auto; padding: 1rem 1.25rem 1.25rem;
        background: #1b1b1f; color: #f3f1ec; border-top: 4px solid #d8402f; box-shadow: 0 -8px 32px #0008; }
      header { display: flex; gap: 1rem; align-items: baseline; justify-content: space-between;
        font: 600 15px/1.4 system-ui, sans-serif; }
      button { font: inherit; color: inherit; background: none; border: 1px solid #fff6; border-radius: 4px;
        padding: 0 .6em; cursor: pointer; }
      pre { margin: .75rem 0 0; font: 13px/1.5 ui-monospace, Menlo, Consolas, monospace; tab-size: 4; }
    </style><section role="alert"><header><span>The site has errors. This is the last good state.</span>
    <button type="button">hide</button></header><pre></pre></section>`;
    root.querySelector("pre").textContent = text;
    root.querySelector("button").onclick = hide;
    document.documentElement.append(overlay);
  };
  addEventListener("keydown", (event) => event.key === "Escape" && hide());

  const take = (message) => {
    seen = message.seen;
    if (message.go) return location.assign(message.go);
    if (message.reload) return reload();
    if (message.styles) restyle(seen);
    show(message.fault);
  };

  // A browser opens six connections to a server, so four tabs at most listen:
  // those that hold a lock, which is passed on when a tab is gone. They let the
  // others know that there is news. Where there are no locks (on a host that is
  // not this machine), each tab listens.
  const tabs = new BroadcastChannel("touchline");
  let listens = !navigator.locks;
  const address = () => "/__touchline/events?page=" + encodeURIComponent(tag.dataset.page) + "&seen=" + seen;
  const ask = () => listens || fetch(address() + "&once=1").then((answer) => answer.json()).then(take, () => {});
  const connect = () => {
    clearTimeout(timer);
    if (stream || !listens) return;
    stream = new EventSource(address());
    stream.onopen = () => { retry = 250; };
    stream.onmessage = ({ data }) => {
      tabs.postMessage("news");
      const message = JSON.parse(data);
      if (message.news) take(message);
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
  tabs.onmessage = ask;
  if (!listens) {
    const others = new AbortController();
    for (let place = 0; place < 4; place++) {
      const hold = () => {
        if (listens) return;
        listens = true;
        others.abort();
        connect();
        return new Promise(() => {});
      };
      navigator.locks.request("touchline " + place, { signal: others.signal }, hold).catch(() => {});
    }
    setTimeout(ask, 100);
  }
  document.addEventListener("visibilitychange", () => document.hidden || ask());
  addEventListener("pagehide", disconnect);
  addEventListener("pageshow", connect);
})();
