import { Group, Select, Switch } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useCan } from '../../session/useMe';
import { useListRoomsQuery, useListTrainersQuery } from './api';
import classes from './Schedule.module.css';
import type { ScheduleQuestion } from './useScheduleQuestion';

/** By whom and where. What is there is there already, so the answer comes at once. */
export function ScheduleFilters({ question }: { question: ScheduleQuestion }) {
  const { t } = useTranslation();
  const { data: trainers = [] } = useListTrainersQuery();
  const { data: rooms = [] } = useListRoomsQuery();
  const mayView = useCan('scheduling.view_appointment');
  const filters = [
    {
      name: 'trainer',
      all: t('schedule.everyTrainer'),
      chosen: question.trainer,
      options: trainers.map(({ id, display_name: label }) => ({ value: String(id), label })),
    },
    {
      name: 'room',
      all: t('schedule.everyRoom'),
      chosen: question.room,
      options: rooms.map(({ id, name: label }) => ({ value: String(id), label })),
    },
  ] as const;
  return (
    <Group gap="sm" className={classes.filters}>
      {filters.map(({ name, all, chosen, options }) => (
        <Select
          key={name}
          aria-label={t(`field.${name}`)}
          placeholder={all}
          data={options}
          value={chosen ? String(chosen) : null}
          onChange={(id) => question.ask({ [name]: id ?? '' })}
          clearable
          clearButtonProps={{ 'aria-label': t('schedule.clearFilter', { filter: t(`field.${name}`) }) }}
          searchable
          nothingFoundMessage={t('list.noResults')}
        />
      ))}
      {mayView && question.view !== 'agenda' && (
        <Switch
          label={t('schedule.oneToOnes')}
          checked={question.withOneToOnes}
          onChange={(event) => question.ask({ with: event.currentTarget.checked ? 'one-to-ones' : '' })}
          className={classes.also}
        />
      )}
    </Group>
  );
}
