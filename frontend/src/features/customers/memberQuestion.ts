import type { paths } from '../../api/schema.gen';

/** Who is in the list and in which order: what the address and a saved view hold. */
export type MemberQuestion = NonNullable<paths['/api/customers/count/']['get']['parameters']['query']>;

const parameters = [
  'search',
  'ordering',
  'status',
  'plan',
  'tag',
  'ending_within',
  'last_visit_before',
  'absent_days',
] as const satisfies readonly (keyof MemberQuestion)[];

/** The change of an address by which it asks for nothing in particular. */
export const nothing = Object.fromEntries(parameters.map((name) => [name, '']));

/** What the address asks for. A search has the best match first, whatever order the list had before. */
export function questionOf(address: URLSearchParams): MemberQuestion {
  const asked = parameters.flatMap((name) => {
    const value = address.get(name)?.trim();
    return value && !(name === 'ordering' && address.get('search')?.trim()) ? [[name, value]] : [];
  });
  return Object.fromEntries(asked) as MemberQuestion;
}

/** As it stands in an address. */
export function asText(question: MemberQuestion): Record<string, string> {
  return Object.fromEntries(
    parameters.flatMap((name) => (question[name] === undefined ? [] : [[name, String(question[name])]])),
  );
}

/** The same in one text, to compare and to remember by. */
export function keyOf(question: MemberQuestion): string {
  return new URLSearchParams(asText(question)).toString();
}
