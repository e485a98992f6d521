import { List, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { TimetableOutcome } from '../../api/shapes';
import { useDates } from '../../i18n/dates';

interface SeriesOutcomeProps {
  outcome: TimetableOutcome;
  /** Those in a class that moves are told of another time or trainer, not of another room. */
  isTold: boolean;
}

/** What a change of a series would do to its classes and to those in them. */
export function SeriesOutcome({ outcome, isTold }: SeriesOutcomeProps) {
  const { t } = useTranslation();
  const dates = useDates();
  const { moved, booked, made, removed, cancelled, conflicts } = outcome;
  const isNothing = moved + made + removed + cancelled.length + conflicts.length === 0;
  return (
    <Stack gap="sm">
      {moved > 0 && (
        <Text>{t(isTold && booked > 0 ? 'series.movedTold' : 'series.moved', { moved, booked })}</Text>
      )}
      {made > 0 && <Text>{t('series.made', { made })}</Text>}
      {removed > 0 && <Text>{t('series.removed', { removed })}</Text>}
      {isNothing && <Text>{t('series.nothing')}</Text>}
      {cancelled.length > 0 && (
        <Part title={t('series.cancelled')}>
          {cancelled.map((one) => (
            <List.Item key={one.id}>
              {t('series.cancelledOne', {
                when: dates.moment(one.starts_at),
                booked: one.booked,
                waiting: one.waiting,
              })}
            </List.Item>
          ))}
        </Part>
      )}
      {conflicts.length > 0 && (
        <Part title={t('series.conflicts')}>
          {conflicts.map(({ occurrence, message }) => (
            <List.Item key={occurrence}>
              {dates.longDay(occurrence)}: {message}
            </List.Item>
          ))}
        </Part>
      )}
    </Stack>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div>
      <Text fw={600}>{title}</Text>
      <List size="sm" mt={4}>
        {children}
      </List>
    </div>
  );
}
