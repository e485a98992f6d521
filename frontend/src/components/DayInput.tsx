import { DatePickerInput, type DatePickerInputProps } from '@mantine/dates';
import type { Ref } from 'react';
import { useTranslation } from 'react-i18next';
import { useDates } from '../i18n/dates';

interface DayInputProps extends DatePickerInputProps {
  /** Without the weekday, where two stand beside each other. */
  short?: boolean;
  ref?: Ref<HTMLButtonElement>;
}

/** A day that is near, chosen in the calendar and written as the reader's language has it. */
export function DayInput({ short = false, ...input }: DayInputProps) {
  const { t } = useTranslation();
  const { locale } = useDates();
  const [day, weekday] = locale.startsWith('zh') ? ['YYYY年M月D日', ' ddd'] : ['D MMM YYYY', 'ddd, '];
  const full = locale.startsWith('zh') ? day + weekday : weekday + day;
  return (
    <DatePickerInput
      {...input}
      ariaLabels={t('calendar', { returnObjects: true })}
      valueFormat={short ? day : full}
    />
  );
}
