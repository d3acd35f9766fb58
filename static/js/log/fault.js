// Why something is no proof: a code that the page has words for, and what fills the gaps in them.
export class Fault extends Error {
  constructor(code, details = {}) {
    super(code);
    this.code = code;
    this.details = details;
  }
}
