"use strict";

// Registers this browser for notifications (https://www.w3.org/TR/push-api/), on the page of the price alerts.
const push = {
  section: document.getElementById("device"),
  button: document.querySelector("#device button"),
  isOn: false,

  get isPossible() {
    return "serviceWorker" in navigator && "PushManager" in window && "Notification" in window;
  },

  async start() {
    if (!this.section) return;
    this.section.hidden = false;
    if (!this.isPossible) {
      this.button.disabled = true;
      return this.say(isSecureContext ? "unsupported" : "insecure");
    }
    this.button.addEventListener("click", () => this.toggle());
    try {
      await this.show();
    } catch (error) {
      this.say(this.reason(error));
    }
  },

  async toggle() {
    this.button.disabled = true;
    try {
      await (this.isOn ? this.unregister() : this.register());
      await refresh.now();
      await this.show();
    } catch (error) {
      this.say(this.reason(error));
    }
    this.button.disabled = false;
  },

  async show() {
    const subscription = await this.subscription();
    // Registered here, and not removed on another device.
    this.isOn = subscription !== null
      && document.getElementById("device-" + await this.id(subscription.endpoint)) !== null;
    this.button.textContent = this.section.dataset[this.isOn ? "unregister" : "register"];
    this.say(this.isOn ? "isOn" : "isOff");
  },

  async register() {
    if (await Notification.requestPermission() !== "granted") throw new DOMException("", "NotAllowedError");
    const manager = await this.manager();
    if (await this.subscription() === null) {
      // With a key that the service had before.
      await (await manager.getSubscription())?.unsubscribe();
    }
    const subscription = await manager.subscribe({ userVisibleOnly: true, applicationServerKey: this.key });
    const { p256dh, auth } = subscription.toJSON().keys;
    await this.send("/alerts/devices", {
      endpoint: subscription.endpoint, p256dh, auth, language: document.documentElement.lang,
    });
  },

  async unregister() {
    const subscription = await this.subscription();
    if (subscription === null) return;
    await this.send(`/alerts/devices/${await this.id(subscription.endpoint)}/remove`, {});
    await subscription.unsubscribe();
  },

  async send(path, fields) {
    const response = await fetch(path, {
      method: "POST", body: new URLSearchParams(fields), headers: { Accept: "application/json" }, redirect: "manual",
    });
    // The answer to the form without scripts leads to the page.
    if (response.ok || response.type === "opaqueredirect") return;
    throw Object.assign(new Error(response.statusText), { status: response.status });
  },

  reason({ name, status }) {
    if (status === 401 || status === 403) return "signedOut";
    if (status === 409) return "full";
    if (status === 422) return "notAllowed";
    if (name === "NotAllowedError") return "denied";
    return name === "AbortError" || name === "NetworkError" ? "unreachable" : "failed";
  },

  say(name) {
    document.getElementById("device-state").textContent = this.section.dataset[name];
  },

  async manager() {
    await navigator.serviceWorker.register("/sw.js");
    return (await navigator.serviceWorker.ready).pushManager;
  },

  // That of this browser with the key of the service; null where there is none.
  async subscription() {
    const subscription = await (await this.manager()).getSubscription();
    const key = subscription?.options.applicationServerKey;
    if (!key) return null;
    const bytes = new Uint8Array(key);
    return this.key.length === bytes.length && this.key.every((byte, index) => byte === bytes[index])
      ? subscription : null;
  },

  // From base64url.
  get key() {
    const text = atob(this.section.dataset.key.replaceAll("-", "+").replaceAll("_", "/"));
    return Uint8Array.from(text, (character) => character.charCodeAt(0));
  },

  // As the service names it.
  async id(endpoint) {
    const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(endpoint));
    return [...new Uint8Array(digest, 0, 8)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  },
};

push.start();
