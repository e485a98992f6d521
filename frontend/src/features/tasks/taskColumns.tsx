import { Anchor, Checkbox, Group, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link, type To } from 'react-router';
import type { TaskRow } from '../../api/shapes';
import type { Column } from '../../components/RecordTable';
import { ChecksMark, DoneButton, DueMark, PriorityMark, RepeatMark, TaskStateMark } from './TaskMarks';
import classes from './Tasks.module.css';
import { isToDo, useTaskWords } from './useTaskWords';

/** Which rows are chosen, for whoever may do something with them. */
export interface Choice {
  has: (id: number) => boolean;
  page: 'none' | 'some' | 'all';
  toggle: (id: number) => void;
  togglePage: () => void;
}

/** What the list says of a task; on a phone, under the title, whose it is and until when. */
export function useTaskColumns(to: (id: number) => To, choice?: Choice): Column<TaskRow>[] {
  const { t } = useTranslation();
  const { who } = useTaskWords();
  return [
    {
      key: 'title',
      header: choice ? (
        <Group gap="xs" wrap="nowrap">
          <Checkbox
            aria-label={t('tasks.chosen.page')}
            checked={choice.page === 'all'}
            indeterminate={choice.page === 'some'}
            onChange={choice.togglePage}
          />
          {t('tasks.field.title')}
        </Group>
      ) : (
        t('tasks.field.title')
      ),
      cell: (task) => (
        <Group gap="xs" wrap="nowrap">
          {choice && (
            <Checkbox
              className={classes.choose}
              aria-label={t('tasks.chosen.choose', { title: task.title })}
              checked={choice.has(task.id)}
              onChange={() => choice.toggle(task.id)}
            />
          )}
          <DoneButton task={task} />
          <div style={{ minWidth: 0 }}>
            <Anchor
              component={Link}
              to={to(task.id)}
              c="inherit"
              fw={550}
              underline="never"
              className={isToDo(task.state) ? undefined : classes.closed}
            >
              {task.title}
            </Anchor>
            <Group component="span" gap="0.25rem 0.75rem" mt={2}>
              {task.customer_name && (
                <Text component="span" size="sm" c="var(--quiet)">
                  {task.customer_name}
                </Text>
              )}
              <PriorityMark priority={task.priority} />
              <ChecksMark task={task} />
              <RepeatMark task={task} />
            </Group>
            <Group component="span" gap="0.25rem 0.75rem" mt={2} hiddenFrom="sm">
              <DueMark task={task} />
              <Text component="span" size="sm" c="var(--quiet)">
                {who(task)}
              </Text>
              {task.state !== 'open' && <TaskStateMark state={task.state} />}
            </Group>
          </div>
        </Group>
      ),
    },
    { key: 'who', header: t('tasks.field.who'), cell: who, wideOnly: true, width: '22%' },
    {
      key: 'due',
      header: t('tasks.field.due'),
      cell: (task) => <DueMark task={task} />,
      wideOnly: true,
      width: '12rem',
    },
    {
      key: 'state',
      header: t('tasks.field.state'),
      cell: ({ state }) => <TaskStateMark state={state} />,
      wideOnly: true,
      width: '9rem',
    },
  ];
}
