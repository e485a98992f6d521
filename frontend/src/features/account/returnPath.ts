/** Where to go once signed in: a path of ours, never another site. */
export function returnPath(params: URLSearchParams): string {
  const next = params.get('next') ?? '/';
  return /^\/(?![/\\])/.test(next) ? next : '/';
}
