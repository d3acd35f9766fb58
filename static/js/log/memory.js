// The newest state of each log that this browser has seen signed, and the key that signed it.
const NAME = "undersigned:log:";

// A browser may forbid a page to remember; then each visit is the first.
function storage() {
  try {
    return globalThis.localStorage ?? null;
  } catch (error) {
    if (error.name === "SecurityError") return null;
    throw error;
  }
}

export function recall(origin) {
  const kept = storage()?.getItem(NAME + origin);
  return kept ? JSON.parse(kept) : null;
}

export function remember({ origin, size, note }, vkey) {
  if (size <= (recall(origin)?.size ?? -1)) return;
  try {
    storage()?.setItem(NAME + origin, JSON.stringify({ size, note, vkey }));
  } catch (error) {
    if (error.name !== "QuotaExceededError") throw error;
  }
}
