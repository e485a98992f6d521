/** Whole years between two dates; born on 29 February, a year is full on 1 March where there is no 29th. */
export function ageOn(born: string, day: string): number {
  const years = Number(day.slice(0, 4)) - Number(born.slice(0, 4));
  return day.slice(5) < born.slice(5) ? years - 1 : years;
}

export const ADULT_AT = 18;
