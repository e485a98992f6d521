import { Button } from '@mantine/core';
import { Ban, CircleCheck, CirclePlay, RotateCcw, Undo2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { TaskRow } from '../../api/shapes';
import { useMe } from '../../session/useMe';
import { useTaskActs } from './useTaskActs';

/** What can be done with it next, the likeliest first. */
export function TaskActions({ task }: { task: TaskRow }) {
  const { t } = useTranslation();
  const me = useMe();
  const { move } = useTaskActs();
  const isMine = task.assignee === me.id;
  const mayRelease =
    isMine || task.created_by === me.id || me.permissions.includes('scheduling.view_every_task');
  const go = (to: TaskRow['state']) => () => void move(task, to);
  if (task.state === 'done' || task.state === 'cancelled') {
    return (
      <Button variant="light" leftSection={<RotateCcw size={16} aria-hidden />} onClick={go('open')}>
        {t('tasks.act.reopen')}
      </Button>
    );
  }
  return (
    <>
      {task.state === 'open' && (isMine || !task.assignee) && (
        <Button leftSection={<CirclePlay size={16} aria-hidden />} onClick={go('in_progress')}>
          {t(task.assignee ? 'tasks.act.begin' : 'tasks.act.take')}
        </Button>
      )}
      <Button
        variant={task.state === 'open' ? 'light' : 'filled'}
        leftSection={<CircleCheck size={16} aria-hidden />}
        onClick={go('done')}
      >
        {t('tasks.act.done')}
      </Button>
      {task.state === 'in_progress' && mayRelease && (
        <Button variant="default" leftSection={<Undo2 size={16} aria-hidden />} onClick={go('open')}>
          {t('tasks.act.release')}
        </Button>
      )}
      <Button variant="default" leftSection={<Ban size={16} aria-hidden />} onClick={go('cancelled')}>
        {t('tasks.act.cancel')}
      </Button>
    </>
  );
}
