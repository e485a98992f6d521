import { Chip, Group, Input } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { daysLater, useDates } from '../../i18n/dates';
import { weekdays, type Weekday } from './weekdays';

const A_MONDAY = '2024-01-01';

interface WeekdayChipsProps {
  value: Weekday[];
  onChange: (days: Weekday[]) => void;
  error: string | undefined;
}

/** The days of the week on which it takes place. */
export function WeekdayChips({ value, onChange, error }: WeekdayChipsProps) {
  const { t } = useTranslation();
  const { locale } = useDates();
  const weekday = new Intl.DateTimeFormat(locale, { weekday: 'short', timeZone: 'UTC' });
  return (
    <Input.Wrapper label={t('newClass.days')} labelElement="div" error={error}>
      <Chip.Group multiple value={value} onChange={onChange}>
        <Group gap={6} mt={4} role="group" aria-label={t('newClass.days')}>
          {weekdays.map((day, at) => (
            <Chip key={day} value={day} size="sm">
              {weekday.format(new Date(`${daysLater(A_MONDAY, at)}T00:00:00Z`))}
            </Chip>
          ))}
        </Group>
      </Chip.Group>
    </Input.Wrapper>
  );
}
