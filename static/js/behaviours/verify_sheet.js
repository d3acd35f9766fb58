// What the page says of one receipt. The words stand in the page, in its language; here they are chosen and filled.
import { fromBase64, hex } from "../log/bytes.js";

const STEPS = ["receipt", "key", "signature", "inclusion", "opening", "history"];
const CONTRADICTIONS = ["contradiction", "shorter", "key-changed", "entry-other"];
const UNDECIDED = ["no-key", "key-broken", "other-log", "other-letter", "unreachable", "insecure", "unexpected"];
const HOUR = 3_600_000; // milliseconds

const grouped = (number) => String(number).replace(/\B(?=(\d{3})+$)/g, "\u00a0");

function hourOf(seconds) {
  const { lang } = document.documentElement;
  // Plain English would put the month first, unlike the rest of the site.
  const format = new Intl.DateTimeFormat(lang === "en" ? "en-GB" : lang, {
    dateStyle: "long",
    timeStyle: "short",
    timeZone: "UTC",
  });
  return `${format.formatRange(seconds * 1000, seconds * 1000 + HOUR)} UTC`;
}

function verdictOn({ code }) {
  if (CONTRADICTIONS.includes(code)) return "contradicted";
  return UNDECIDED.includes(code) ? "undecided" : "wrong";
}

export class Sheet {
  #isOpen = true;

  constructor(root) {
    this.root = root;
    for (const name of ["proven", "contradiction", "ask"]) this.#part(name).hidden = true;
    this.#part("result").hidden = false;
    for (const step of STEPS) this.#mark(step, "waits");
    this.#showKey({ source: "", vkey: "" });
    this.#reveal("history", "waits");
    this.#reveal("fault", "");
    this.#reveal("verdict", "asked");
  }

  // A newer receipt is on the page: whatever this one still waits for is not shown any more.
  close() {
    this.#isOpen = false;
  }

  passed(step, key) {
    if (!this.#isOpen) return;
    this.#mark(step, "holds");
    if (key) this.#showKey(key);
  }

  // `address` is that of the entry's page, a link where the page is the same site's.
  holds(receipt, address, isLink) {
    if (!this.#isOpen) return;
    if (!receipt.opening) this.#mark("opening", "skipped");
    this.#fillFacts(receipt);
    this.#leadTo(address, isLink);
    this.#fillWitnesses(receipt);
    this.#part("proven").hidden = false;
    this.#reveal("verdict", verdictOf(receipt.entry.kind));
    this.#say();
  }

  offers(ask) {
    if (!this.#isOpen) return;
    this.#reveal("history", "later");
    const button = this.#part("ask");
    button.hidden = false;
    button.onclick = ask;
  }

  asks() {
    if (!this.#isOpen) return;
    this.#part("ask").hidden = true;
    this.#reveal("history", "asked");
    this.#mark("history", "waits");
  }

  follows(receipt, newest, last) {
    if (!this.#isOpen) return;
    this.#mark("history", "holds");
    this.#fill("newest", grouped(newest.size));
    this.#fill("now", grouped(last.count));
    this.#reveal("history", newest.size > receipt.checkpoint.size ? "grown" : "same");
    this.#say(this.#part("history"));
  }

  // The receipt holds, and the log as it is now contradicts it or could not be read.
  followedBy(fault) {
    if (!this.#isOpen) return;
    if ([...CONTRADICTIONS, "unexpected"].includes(fault.code)) {
      this.fails(fault);
      return;
    }
    this.#mark("history", "skipped");
    this.#reveal("history", fault.code);
    this.#say(this.#part("history"));
  }

  fails(fault) {
    if (!this.#isOpen) return;
    const verdict = verdictOn(fault);
    this.#part("proven").hidden = true;
    this.#mark(this.#firstOpenStep(), verdict === "undecided" ? "skipped" : "fails");
    for (const [name, value] of Object.entries(fault.details)) this.#fill(name, String(value));
    this.#reveal("verdict", verdict);
    this.#reveal("fault", fault.code);
    if (verdict === "contradicted") this.#showContradiction(fault);
    this.#say();
  }

  #part(name) {
    return this.root.querySelector(`[data-part="${name}"]`);
  }

  #all(name) {
    return this.root.querySelectorAll(`[data-${name}]`);
  }

  #fill(name, text) {
    for (const place of this.root.querySelectorAll(`[data-fill="${name}"]`)) place.textContent = text;
  }

  #reveal(group, name) {
    for (const one of this.#all(group)) one.hidden = !one.dataset[group].split(" ").includes(name);
  }

  #mark(step, state) {
    const line = this.root.querySelector(`[data-step="${step}"]`);
    line.dataset.state = state;
    line.querySelector("[data-state-word]").textContent = line.parentElement.dataset[state];
  }

  #firstOpenStep() {
    const state = (step) => this.root.querySelector(`[data-step="${step}"]`).dataset.state;
    return STEPS.find((step) => state(step) === "waits") ?? "history";
  }

  #fillFacts({ entry, index, opening, checkpoint }) {
    this.#reveal("kind", entry.kind);
    this.#reveal("shown", opening ? entry.card : entry.commit ? "closed" : "nobody");
    const { name = "", role = "", place = "" } = opening?.shown ?? {};
    const facts = { name, about: [role, place].filter(Boolean).join(", "), origin: checkpoint.origin };
    const numbers = { index, size: checkpoint.size, count: entry.count, of: entry.of ?? 0, ...tallied(entry) };
    for (const [key, value] of Object.entries(facts)) this.#fill(key, value);
    for (const [key, value] of Object.entries(numbers)) this.#fill(key, grouped(value));
    this.#fill("letter", checkpoint.origin.replace(/\/log(\/\d+)?$/, ""));
    this.#fill("text", entry.text ? hex(fromBase64(entry.text)) : "");
    this.#fill("hour", hourOf(entry.time));
  }

  #leadTo(address, isLink) {
    const way = this.#part("entry");
    way.textContent = address;
    if (isLink) way.href = address;
    else way.removeAttribute("href");
  }

  #showKey({ source, vkey }) {
    this.#reveal("source", source);
    this.#fill("vkey", vkey);
  }

  #fillWitnesses({ checkpoint, key }) {
    const witnesses = checkpoint.signatures.map(({ name }) => name).filter((name) => name !== key.name);
    this.#fill("witnesses", witnesses.join(", "));
    this.#part("witnesses").hidden = witnesses.length === 0;
  }

  #showContradiction({ details: { older, newer } }) {
    this.#fill("older", older.note);
    this.#fill("newer", newer.note);
    this.#part("contradiction").hidden = false;
    this.#part("keep").onclick = () => save("contradiction.txt", `${older.note}\n${newer.note}`);
  }

  // What is seen is also said to those who hear the page.
  #say(what = this.#part("verdict")) {
    this.#part("said").textContent = what.innerText;
    if (what === this.#part("verdict")) this.#part("result").scrollIntoView({ block: "start" });
  }
}

const verdictOf = (kind) => (kind === "sign" ? "holds" : kind === "edit" ? "holds-edit" : "holds-other");
const tallied = ({ signed, withdrawn, struck }) => ({ signed, withdrawn, struck });

function save(name, text) {
  const link = document.createElement("a");
  link.download = name;
  link.href = URL.createObjectURL(new Blob([text], { type: "text/plain" }));
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
