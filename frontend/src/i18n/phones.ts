import parsePhoneNumber, { getCountries, type CountryCode } from 'libphonenumber-js/min';

/** +49 30 901820 for +4930901820, or for 030 901820 in Germany; what is no number stays as it is. */
export function phoneAsRead(phone: string, region?: string): string {
  const read = parsePhoneNumber(phone, region as CountryCode | undefined);
  return read?.isPossible() ? read.formatInternational() : phone;
}

export function isPhone(phone: string, region: string): boolean {
  return parsePhoneNumber(phone, region as CountryCode)?.isPossible() ?? false;
}

interface Country {
  value: string;
  label: string;
}

const known = new Map<string, Country[]>();

/** Every country as its two letters and its name, in the order of the names. */
export function countries(language: string): Country[] {
  const made = known.get(language);
  if (made) return made;
  const names = new Intl.DisplayNames([language], { type: 'region' });
  const { compare } = new Intl.Collator(language);
  const all = getCountries()
    .map((code) => ({ value: code, label: names.of(code) ?? code }))
    .sort((one, other) => compare(one.label, other.label));
  known.set(language, all);
  return all;
}

/** The name of a country by its two letters. */
export function countryName(code: string, language: string): string {
  return countries(language).find(({ value }) => value === code)?.label ?? code;
}
