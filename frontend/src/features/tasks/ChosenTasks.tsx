import { Button, CloseButton, Group, Menu, Paper, Popover, Text } from '@mantine/core';
import { DatePicker } from '@mantine/dates';
import { CalendarClock, CircleCheck, UserRound } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TaskRow, TasksAtOnce } from '../../api/shapes';
import { useRefusal } from '../../components/formErrors';
import { confirmDone, confirmUndoable } from '../../components/toast';
import { instantOf, today, useDates } from '../../i18n/dates';
import { useDoToTasksMutation } from './api';
import { useListColleaguesQuery } from './givingApi';
import { roles } from './taskQuestion';
import classes from './Tasks.module.css';

/** What the server does at once. */
const MOST = 100;

/** What can be done with the tasks that are chosen: with all of them, or with none. */
export function ChosenTasks({ chosen, onClear }: { chosen: TaskRow[]; onClear: () => void }) {
  const { t } = useTranslation();
  const { timeZone } = useDates();
  const { data: colleagues = [] } = useListColleaguesQuery();
  const [act, { isLoading, error }] = useDoToTasksMutation();
  const [isChoosingDay, setChoosingDay] = useState(false);
  const refusal = useRefusal();
  const number = chosen.length;
  const isTooMany = number > MOST;
  const ids = chosen.map(({ id }) => id);

  const send = async (body: Omit<TasksAtOnce, 'ids'>) => {
    const { data } = await act({ ids, ...body });
    if (data) onClear();
    return data !== undefined;
  };
  const finish = async () => {
    if (!(await send({ action: 'done' }))) return;
    const run = () => {
      for (const state of ['open', 'in_progress'] as const) {
        const back = chosen.filter((task) => task.state === state).map((task) => task.id);
        if (back.length > 0) void act({ ids: back, action: 'reopen', state });
      }
    };
    const said = t('tasks.chosen.done', { number });
    confirmUndoable(`tasks-done-${ids.join('-')}`, said, { label: t('tasks.undo'), run });
  };
  const give = async (whom: Pick<TasksAtOnce, 'assignee' | 'role'>, name: string) => {
    if (await send({ action: 'change', ...whom })) confirmDone(t('tasks.chosen.given', { number, name }));
  };
  const putOff = async (date: string | null) => {
    setChoosingDay(false);
    if (!date) return;
    // Until a day means until it is over.
    const due_at = instantOf({ date, time: '23:59' }, timeZone);
    if (await send({ action: 'change', due_at })) confirmDone(t('tasks.chosen.putOff', { number }));
  };
  const button = { variant: 'default', size: 'sm', disabled: isTooMany, loading: isLoading } as const;
  return (
    <Paper className={classes.bar} role="region" aria-label={t('tasks.chosen.label')} withBorder shadow="md">
      <Group gap="sm">
        <Text fw={600} role="status">
          {t('tasks.chosen.number', { number })}
        </Text>
        <Button {...button} leftSection={<CircleCheck size={16} aria-hidden />} onClick={() => void finish()}>
          {t('tasks.chosen.finish')}
        </Button>
        <Menu position="top-start" withinPortal>
          <Menu.Target>
            <Button {...button} leftSection={<UserRound size={16} aria-hidden />}>
              {t('tasks.chosen.give')}
            </Button>
          </Menu.Target>
          <Menu.Dropdown mah={300} style={{ overflowY: 'auto' }}>
            <Menu.Label>{t('giveTasks.roles')}</Menu.Label>
            {roles.map((role) => (
              <Menu.Item key={role} onClick={() => void give({ role }, t(`role.${role}`))}>
                {t(`role.${role}`)}
              </Menu.Item>
            ))}
            <Menu.Label>{t('giveTasks.people')}</Menu.Label>
            {colleagues.map(({ id, display_name: name }) => (
              <Menu.Item key={id} onClick={() => void give({ assignee: id }, name)}>
                {name}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
        <Popover opened={isChoosingDay} onChange={setChoosingDay} position="top-start" trapFocus>
          <Popover.Target>
            <Button
              {...button}
              leftSection={<CalendarClock size={16} aria-hidden />}
              onClick={() => setChoosingDay(!isChoosingDay)}
            >
              {t('tasks.chosen.due')}
            </Button>
          </Popover.Target>
          <Popover.Dropdown aria-label={t('tasks.chosen.due')}>
            <DatePicker
              minDate={today(timeZone)}
              ariaLabels={t('calendar', { returnObjects: true })}
              onChange={(date) => void putOff(date)}
            />
          </Popover.Dropdown>
        </Popover>
        <CloseButton aria-label={t('tasks.chosen.clear')} onClick={onClear} ml="auto" />
      </Group>
      {(error ?? isTooMany) && (
        <Text size="sm" c="var(--mantine-color-error)" role="alert" mt={4}>
          {error ? refusal(error) : t('tasks.chosen.tooMany', { most: MOST })}
        </Text>
      )}
    </Paper>
  );
}
