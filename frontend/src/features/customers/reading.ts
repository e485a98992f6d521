import parsePhoneNumber from 'libphonenumber-js/min';

/** +49 30 901820 for +4930901820: as it is dialled and read out. */
export function phoneAsRead(phone: string): string {
  return parsePhoneNumber(phone)?.formatInternational() ?? phone;
}

/** The name of a country by its two letters. */
export function countryName(code: string, language: string): string {
  return new Intl.DisplayNames([language], { type: 'region', fallback: 'code' }).of(code) ?? code;
}

/** Whole years between two dates; born on 29 February, a year is full on 1 March where there is no 29th. */
export function ageOn(born: string, day: string): number {
  const years = Number(day.slice(0, 4)) - Number(born.slice(0, 4));
  return day.slice(5) < born.slice(5) ? years - 1 : years;
}
