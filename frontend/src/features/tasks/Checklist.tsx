import { Checkbox, Stack, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Task } from '../../api/shapes';
import { useCan } from '../../session/useMe';
import classes from './Tasks.module.css';
import { useTaskActs } from './useTaskActs';
import { isToDo } from './useTaskWords';

/** Ticked one thing at a time, so that two people lose none of each other's ticks. */
export function Checklist({ task }: { task: Task }) {
  const { t } = useTranslation();
  const { carryOut } = useTaskActs();
  const mayChange = useCan('scheduling.change_task') && isToDo(task.state);
  const items = task.checklist;
  if (items.length === 0) return null;
  return (
    <section aria-label={t('tasks.checklist')}>
      <Title order={3} size="h5" mb="xs">
        {t('tasks.checklist')}{' '}
        <Text span c="var(--quiet)" fw={400}>
          {task.checked}/{task.checks}
        </Text>
      </Title>
      <Stack gap={6}>
        {items.map(({ id, text, done }) => (
          <Checkbox
            key={id}
            label={text}
            checked={done}
            disabled={!mayChange}
            classNames={done ? { label: classes.closed ?? '' } : {}}
            onChange={() => {
              if (id) void carryOut(task, { action: 'check', body: { item: id, done: !done } });
            }}
          />
        ))}
      </Stack>
    </section>
  );
}
