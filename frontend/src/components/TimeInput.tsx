import { TimePicker, type TimePickerProps } from '@mantine/dates';
import type { Ref } from 'react';
import { useTranslation } from 'react-i18next';

interface TimeInputProps extends TimePickerProps {
  ref?: Ref<HTMLDivElement>;
}

/** A time of the day at the centre, to five minutes. */
export function TimeInput(input: TimeInputProps) {
  const { t } = useTranslation();
  return (
    <TimePicker
      hoursInputLabel={t('appointments.hours')}
      minutesInputLabel={t('appointments.minutes')}
      minutesStep={5}
      withDropdown
      {...input}
    />
  );
}
