import { Anchor, Group, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Task } from '../../api/shapes';
import { useDates } from '../../i18n/dates';
import { DueMark, PriorityMark, TaskStateMark } from './TaskMarks';
import classes from './Tasks.module.css';
import { useRuleWords } from './useRuleWords';
import { useTaskWords } from './useTaskWords';

export function TaskFacts({ task }: { task: Task }) {
  const { t } = useTranslation();
  const { moment, longDay } = useDates();
  const words = useRuleWords();
  const { who } = useTaskWords();
  const facts: [string, ReactNode][] = [
    [t('tasks.field.who'), who(task)],
    [t('tasks.field.due'), <DueMark key="due" task={task} />],
  ];
  if (task.rule && task.rule_from) {
    const said = [
      words(task.rule, task.rule_from),
      task.next_on && t('tasks.repeats.next', { day: longDay(task.next_on) }),
    ];
    facts.push([t('tasks.repeats.label'), said.filter(Boolean).join(' · ')]);
  }
  if (task.customer) {
    const link = (
      <Anchor component={Link} to={`/members/${task.customer}`}>
        {task.customer_name}
      </Anchor>
    );
    facts.push([t('field.customer'), link]);
  }
  if (task.appointment) {
    const link = (
      <Anchor component={Link} to={`/appointments/${task.appointment}`}>
        {task.appointment_name}
        {task.appointment_starts_at && ` · ${moment(task.appointment_starts_at)}`}
      </Anchor>
    );
    facts.push([t('tasks.field.appointment'), link]);
  }
  facts.push([
    t('tasks.field.given'),
    [task.created_by_name ?? t('history.system'), moment(task.created_at)].join(' · '),
  ]);
  if (task.done_at) {
    facts.push([
      t('tasks.field.done'),
      [task.done_by_name, moment(task.done_at)].filter(Boolean).join(' · '),
    ]);
  }
  return (
    <Stack gap="md">
      <Group gap="xs">
        <TaskStateMark state={task.state} />
        <PriorityMark priority={task.priority} />
      </Group>
      <dl className={classes.facts}>
        {facts.map(([name, value]) => (
          <Fact key={name} name={name}>
            {value}
          </Fact>
        ))}
      </dl>
      {task.description && <Text className={classes.prose}>{task.description}</Text>}
    </Stack>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}
