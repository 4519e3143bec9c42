/** `/a?b=c` to its path and its query, which is absent where there is no question mark. */
export function splitQuery(target: string | undefined): { path?: string; query?: string } {
  if (target === undefined) return {};
  const question = target.indexOf('?');
  return question < 0 ? { path: target } : { path: target.slice(0, question), query: target.slice(question + 1) };
}
