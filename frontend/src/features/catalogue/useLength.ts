import { useDates } from '../../i18n/dates';

const MINUTES = { minute: 1, hour: 60, day: 24 * 60 } as const;

/** Lengths in the largest unit that says them without a fraction: 336 hours are 14 days. */
export function useLength() {
  const { locale } = useDates();
  const said = (minutes: number, unitDisplay: 'long' | 'short') => {
    const unit =
      (['day', 'hour'] as const).find((one) => minutes >= MINUTES[one] && minutes % MINUTES[one] === 0) ??
      'minute';
    const format = new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay });
    return { text: format.format(minutes / MINUTES[unit]), unit: MINUTES[unit] };
  };
  return {
    lengthOf: (minutes: number) => said(minutes, 'short').text,
    /** Nothing, where that would be the unit it was typed in. */
    inLargerUnit: (minutes: number, typedIn: number) => {
      const { text, unit } = said(minutes, 'long');
      return unit > typedIn ? text : null;
    },
  };
}
