import { useDates } from '../../i18n/dates';

/** Writes an amount as people here do; the number itself stays the server's decimal. */
export function useMoney(): (amount: string, currency: string) => string {
  const { locale } = useDates();
  return (amount, currency) =>
    new Intl.NumberFormat(locale, { style: 'currency', currency }).format(Number(amount));
}

/** What is still to be paid, exact to the cent; none for what never gave access. */
export function openAmount({ price, paid, state }: { price: string; paid: string; state: string }): string {
  const cents = Math.round(Number(price) * 100) - Math.round(Number(paid) * 100);
  return state === 'void' || cents <= 0 ? '0.00' : (cents / 100).toFixed(2);
}
