/**
 * Gives a chunk's memory back at once. Left to the garbage collector, megabytes outside its heap pile up until they
 * force a full collection, dozens of times a second.
 * @param view of a buffer that nothing else uses, as those that move between threads; empty afterwards
 */
export function freeBytes(view: Uint8Array): void {
  (view.buffer as ArrayBuffer).transfer(0);
}
