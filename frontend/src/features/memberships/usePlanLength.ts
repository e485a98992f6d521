import { useTranslation } from 'react-i18next';
import type { Plan } from '../../api/shapes';
import { useDates } from '../../i18n/dates';

/** How long a plan lasts and how many visits it holds, in words. */
export function usePlanLength(): (plan: Plan) => string {
  const { t } = useTranslation();
  const { locale } = useDates();
  const unit = (value: number, of: 'month' | 'day') =>
    new Intl.NumberFormat(locale, { style: 'unit', unit: of, unitDisplay: 'long' }).format(value);
  return ({ months, days, visits }) =>
    [months && unit(months, 'month'), days && unit(days, 'day'), visits && t('plans.holds', { visits })]
      .filter(Boolean)
      .join(' · ');
}
