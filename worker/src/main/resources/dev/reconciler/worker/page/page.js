// Keeps a view up to date: the server draws it, and what has changed is put in its place. Without this file the page works
// as it is, and shows what is new when it is loaded again.
(() => {
  "use strict";
  const sign = document.getElementById("live");
  const again = 15000;
  let stream = null;
  let asked = false;
  let late = null;
  let timer = null;

  function show(isOpen) {
    if (sign) {
      sign.hidden = false;
      sign.classList.toggle("away", !isOpen);
      sign.textContent = isOpen ? "live" : "reconnecting";
    }
  }

  // Nothing is replaced under the hands of somebody who writes, chooses or marks text.
  function isBusy() {
    const at = document.activeElement;
    const main = document.getElementById("main");
    const writes = at && main.contains(at) && /^(INPUT|SELECT|TEXTAREA)$/.test(at.tagName);
    const marked = document.getSelection();
    return writes || (marked && !marked.isCollapsed);
  }

  async function refresh() {
    clearTimeout(late);
    late = null;
    if (asked || document.hidden || isBusy()) {
      return;
    }
    asked = true;
    try {
      const answer = await fetch(location.href, { headers: { Accept: "text/html" }, cache: "no-store" });
      if (answer.status === 401) {
        location.reload();
        return;
      }
      if (answer.ok && !isBusy()) {
        put(new DOMParser().parseFromString(await answer.text(), "text/html"));
      }
    } catch {
      show(false);
    } finally {
      asked = false;
    }
  }

  // What had the focus, and what was opened, is found again by its address or its id.
  function put(fresh) {
    const main = document.getElementById("main");
    const next = fresh.getElementById("main");
    if (!next || main.innerHTML === next.innerHTML) {
      return;
    }
    const at = main.contains(document.activeElement) ? document.activeElement : null;
    const address = at && at.getAttribute("href");
    const open = new Set([...main.querySelectorAll("details[open][id]")].map((each) => each.id));
    main.replaceChildren(...next.childNodes);
    open.forEach((id) => document.getElementById(id)?.setAttribute("open", ""));
    if (at) {
      const same = address
        ? [...main.querySelectorAll("a[href]")].find((each) => each.getAttribute("href") === address)
        : at.id && document.getElementById(at.id);
      (same || main).focus({ preventScroll: true });
    }
  }

  function soon() {
    late = late || setTimeout(refresh, 300);
  }

  function open() {
    if (stream || document.hidden) {
      return;
    }
    stream = new EventSource("/live");
    stream.onopen = () => { show(true); soon(); };
    stream.onerror = () => show(false);
    for (const name of ["outcome", "moved", "conflict", "unpushed", "reset"]) {
      stream.addEventListener(name, soon);
    }
    timer = setInterval(refresh, again);
  }

  // A browser has few connections to one server: a view that nobody looks at keeps none.
  function close() {
    if (stream) {
      stream.close();
      stream = null;
      clearInterval(timer);
    }
  }

  document.addEventListener("visibilitychange", () => (document.hidden ? close() : open()));
  addEventListener("pagehide", close);
  addEventListener("pageshow", open);
  open();
})();
