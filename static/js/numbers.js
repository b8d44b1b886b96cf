/* What is typed in a cell, read as the server reads it; numbers written as French writes them. */
window.Jeka = window.Jeka || {};
(() => {
  const MOST = 1e12, DIGITS = 15, NARROW = "\u202f", MINUS = "\u2212";
  const SPACES = /[\u00a0\u202f\u2009\t]/g, DROPPED = /[ .\u00a0\u202f\t/]/g;
  const PLAIN = /^[0-9]+$/, GROUPED = /^[1-9][0-9]{0,2}(?:([ .])[0-9]{3})(?:\1[0-9]{3})*$/;
  class NotAValue extends Error {}

  function cut(text, mark) {
    const at = text.indexOf(mark);
    return at < 0 ? [text, null] : [text.slice(0, at), text.slice(at + 1)];
  }

  function number(text) {
    let clean = text.replace(SPACES, " ").trim();
    const negative = /^[-\u2212–]/.test(clean);
    if (negative) clean = clean.slice(1).trim();
    let [whole, decimals] = cut(clean, ",");
    if (decimals === null && !GROUPED.test(whole)) [whole, decimals] = cut(whole, ".");
    if (GROUPED.test(whole)) whole = whole.replace(/[ .]/g, "");
    if (!PLAIN.test(whole) || (decimals !== null && !PLAIN.test(decimals))) throw new NotAValue("Ce n’est pas un nombre.");
    if (whole.length + (decimals || "").length > DIGITS) throw new NotAValue("Ce nombre est trop grand.");
    return Number(`${negative ? "-" : ""}${whole}.${decimals || 0}`);
  }

  /* « 1 234 » → 1234, « s. o. » → "NA", "" → null. Throws NotAValue with a sentence. */
  function read(type, text) {
    const bare = text.replace(DROPPED, "").toLowerCase();
    if (!bare) return null;
    if (bare === "so" || bare === "na" || bare === "sansobjet") return "NA";
    if (type === "B") {
      if (bare === "oui" || bare === "o" || bare === "1") return 1;
      if (bare === "non" || bare === "n" || bare === "0") return 0;
      throw new NotAValue("Répondez par oui ou par non.");
    }
    const value = number(text);
    if (value < 0) throw new NotAValue("Un nombre négatif n’est pas possible ici.");
    if (!Number.isInteger(value)) throw new NotAValue("Écrivez un nombre entier, sans virgule.");
    if (value > MOST) throw new NotAValue("Ce nombre est trop grand.");
    return value || 0; // never −0
  }

  /* The same without an exception: its value, or ``why`` it is none. */
  function tried(type, text) {
    try { return { value: read(type, text), why: "" }; } catch (error) {
      if (!(error instanceof NotAValue)) throw error;
      return { value: null, why: error.message };
    }
  }

  /* 1234.5 → « 1 234,5 » (one decimal), rounded half up from the figure as it is written. */
  function write(value, decimals = 0) {
    const digits = String(Math.round(Number(`${Math.abs(value)}e${decimals}`))).padStart(decimals + 1, "0");
    const whole = digits.slice(0, digits.length - decimals).replace(/\B(?=(\d{3})+$)/g, NARROW);
    const text = decimals ? `${whole},${digits.slice(-decimals)}` : whole;
    return value < 0 && /[1-9]/.test(digits) ? MINUS + text : text;
  }

  /* What the field of a cell holds for a value. */
  function shown(type, value) {
    if (value === null || value === undefined) return "";
    if (value === "NA") return type === "B" ? "so" : "s.\u00a0o.";
    if (type === "B") return value ? "oui" : "non";
    return type === "M" ? write(value) : String(value);
  }

  /* « 3 cases », « 1 case ». */
  const counted = (n, one, many) => `${write(n)} ${n > 1 ? many : one}`;

  Jeka.numbers = { read, tried, write, shown, counted };
})();
