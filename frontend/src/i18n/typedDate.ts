/**
 * A date as a hurried hand writes it: 1.5.1990, 01051990, 5/1/90 where the month comes first, 1990-05-01. `order` is
 * how the person's language writes dates. The ISO date, or undefined for what is none.
 */
export type DateOrder = 'dmy' | 'mdy' | 'ymd';

export function readTypedDate(typed: string, order: DateOrder, thisYear: number): string | undefined {
  const parts = typed.split(/\D+/).filter(Boolean);
  const [first = ''] = parts;
  if (parts.length === 3) {
    return isoOf(parts, first.length === 4 ? 'ymd' : order === 'ymd' ? 'dmy' : order, thisYear);
  }
  if (parts.length !== 1) return undefined;
  // Without a mark between: as the language writes it, else with the year first.
  return isoOf(split(first, order), order, thisYear) ?? isoOf(split(first, 'ymd'), 'ymd', thisYear);
}

function split(digits: string, order: DateOrder): string[] {
  if (digits.length !== 8 && digits.length !== 6) return [];
  const year = digits.length - 4;
  const lengths = order === 'ymd' ? [year, 2, 2] : [2, 2, year];
  let at = 0;
  return lengths.map((length) => digits.slice(at, (at += length)));
}

function isoOf(parts: string[], order: DateOrder, thisYear: number): string | undefined {
  const of = (letter: string) => parts[order.indexOf(letter)] ?? '';
  const year = fullYear(of('y'), thisYear);
  if (year === undefined || of('m').length > 2 || of('d').length > 2) return undefined;
  const iso = `${year}-${of('m').padStart(2, '0')}-${of('d').padStart(2, '0')}`;
  const date = new Date(`${iso}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(iso) ? iso : undefined;
}

/** How a language writes dates, by how it writes this one. */
export function dateOrder(locale: string): DateOrder {
  const letters = new Intl.DateTimeFormat(locale)
    .formatToParts(new Date(Date.UTC(2033, 10, 22)))
    .map(({ type }) => type[0])
    .filter((letter) => letter && 'dmy'.includes(letter))
    .join('');
  return letters === 'mdy' || letters === 'ymd' ? letters : 'dmy';
}

/** Of two digits: the latest year of that ending that isn't ahead. */
function fullYear(digits: string, thisYear: number): string | undefined {
  if (digits.length === 4) return digits;
  if (digits.length !== 2) return undefined;
  const year = Math.floor(thisYear / 100) * 100 + Number(digits);
  return String(year > thisYear ? year - 100 : year);
}
