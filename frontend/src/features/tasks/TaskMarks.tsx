import { ActionIcon, Badge, Group, Text } from '@mantine/core';
import {
  Ban,
  Check,
  ChevronDown,
  Circle,
  CircleCheck,
  CircleDot,
  ClockAlert,
  Flag,
  ListChecks,
  Repeat,
  type LucideIcon,
} from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { TaskRow } from '../../api/shapes';
import { useCan } from '../../session/useMe';
import classes from './Tasks.module.css';
import { useTaskActs } from './useTaskActs';
import { isToDo, useTaskWords } from './useTaskWords';

const looks: Record<TaskRow['state'], { color: string; icon: LucideIcon }> = {
  open: { color: 'gray', icon: Circle },
  in_progress: { color: 'yellow', icon: CircleDot },
  done: { color: 'pine', icon: Check },
  cancelled: { color: 'gray', icon: Ban },
};

/** Told by word and sign, not by colour alone. */
export function TaskStateMark({ state }: { state: TaskRow['state'] }) {
  const { t } = useTranslation();
  const { color, icon: Icon } = looks[state];
  return (
    <Badge color={color} leftSection={<Icon size={13} aria-hidden />}>
      {t(`tasks.state.${state}`)}
    </Badge>
  );
}

/** Only what is out of the ordinary: a task of normal priority says nothing. */
export function PriorityMark({ priority = 2 }: { priority?: TaskRow['priority'] }) {
  const { t } = useTranslation();
  if (priority === 2) return null;
  const Icon = priority === 3 ? Flag : ChevronDown;
  return (
    <Badge color={priority === 3 ? 'ember' : 'gray'} leftSection={<Icon size={13} aria-hidden />}>
      {t(`tasks.priority.${priority}`)}
    </Badge>
  );
}

export function DueMark({ task }: { task: TaskRow }) {
  const { t } = useTranslation();
  const { due, isOverdue } = useTaskWords();
  if (!isOverdue(task)) {
    return (
      <Text component="span" size="sm" {...(!task.due_at && { c: 'var(--quiet)' })}>
        {due(task)}
      </Text>
    );
  }
  return (
    <Group component="span" gap={4} wrap="nowrap" c="var(--mantine-color-error)">
      <ClockAlert size={15} aria-label={t('tasks.overdue')} style={{ flex: 'none' }} />
      <Text component="span" size="sm" fw={550}>
        {due(task)}
      </Text>
    </Group>
  );
}

export function ChecksMark({ task: { checks, checked } }: { task: TaskRow }) {
  const { t } = useTranslation();
  if (checks === 0) return null;
  return (
    <Group component="span" gap={4} wrap="nowrap" c="var(--quiet)">
      <ListChecks size={15} aria-hidden />
      <Text component="span" size="sm" aria-label={t('tasks.checked', { checked, checks })}>
        {checked}/{checks}
      </Text>
    </Group>
  );
}

export function RepeatMark({ task: { rule } }: { task: TaskRow }) {
  const { t } = useTranslation();
  return rule ? (
    <Repeat size={15} color="var(--quiet)" role="img" aria-label={t('tasks.repeats.label')} />
  ) : null;
}

/** Marks it done where it stands; once more takes that back. */
export function DoneButton({ task }: { task: TaskRow }) {
  const { t } = useTranslation();
  const { move } = useTaskActs();
  const mayChange = useCan('scheduling.change_task');
  const isDone = task.state === 'done';
  if (!mayChange || !(isDone || isToDo(task.state))) return <span className={classes.noButton} />;
  const Icon = isDone ? CircleCheck : Circle;
  return (
    <ActionIcon
      className={classes.done}
      variant="subtle"
      color={isDone ? 'pine' : 'gray'}
      size="lg"
      aria-label={t(isDone ? 'tasks.notDone' : 'tasks.markDone', { title: task.title })}
      onClick={() => void move(task, isDone ? 'open' : 'done')}
    >
      <Icon size={22} strokeWidth={1.7} aria-hidden />
    </ActionIcon>
  );
}
