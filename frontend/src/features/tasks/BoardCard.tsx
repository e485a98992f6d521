import { useDraggable } from '@dnd-kit/core';
import { ActionIcon, Anchor, Group, Menu, Text } from '@mantine/core';
import { EllipsisVertical, GripVertical } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link, type To } from 'react-router';
import type { TaskRow } from '../../api/shapes';
import { useFreshSubjects } from '../../realtime/freshness';
import { ChecksMark, DueMark, PriorityMark, RepeatMark } from './TaskMarks';
import classes from './Tasks.module.css';
import { movesFrom, useTaskActs } from './useTaskActs';
import { isToDo, useTaskWords } from './useTaskWords';

interface BoardCardProps {
  task: TaskRow;
  to: (id: number) => To;
  mayMove?: boolean;
  /** It is what hangs at the pointer. */
  isLifted?: boolean;
}

export function BoardCard({ task, to, mayMove = false, isLifted = false }: BoardCardProps) {
  const { t } = useTranslation();
  const { who } = useTaskWords();
  const { move } = useTaskActs();
  const subject = `task/${task.id}`;
  const isFresh = subject in useFreshSubjects([subject]);
  const { setNodeRef, setActivatorNodeRef, attributes, listeners, isDragging } = useDraggable({
    id: isLifted ? `lifted-${task.id}` : task.id,
    data: { task },
    disabled: !mayMove,
  });
  return (
    <div
      ref={setNodeRef}
      className={`${classes.card} ${isLifted ? classes.lifted : ''}`}
      data-dragging={isDragging || undefined}
      data-fresh={isFresh || undefined}
      onMouseDown={listeners?.onMouseDown as React.MouseEventHandler | undefined}
      onTouchStart={listeners?.onTouchStart as React.TouchEventHandler | undefined}
    >
      {mayMove && (
        <ActionIcon
          ref={setActivatorNodeRef}
          {...attributes}
          variant="subtle"
          color="gray"
          size="md"
          aria-label={t('tasks.drag.move', { title: task.title })}
          onKeyDown={listeners?.onKeyDown as React.KeyboardEventHandler | undefined}
        >
          <GripVertical size={16} aria-hidden />
        </ActionIcon>
      )}
      <div className={classes.cardText}>
        <Anchor
          component={Link}
          to={to(task.id)}
          c="inherit"
          fw={550}
          underline="never"
          draggable={false}
          className={isToDo(task.state) ? undefined : classes.closed}
        >
          {task.title}
        </Anchor>
        {task.customer_name && (
          <Text size="sm" c="var(--quiet)">
            {task.customer_name}
          </Text>
        )}
        <Group gap="0.125rem 0.625rem" mt={4}>
          <DueMark task={task} />
          <ChecksMark task={task} />
          <RepeatMark task={task} />
          <PriorityMark priority={task.priority} />
        </Group>
        <Text size="sm" c="var(--quiet)" mt={2}>
          {who(task)}
        </Text>
      </div>
      {mayMove && (
        <Menu position="bottom-end" withinPortal>
          <Menu.Target>
            <ActionIcon
              variant="subtle"
              color="gray"
              size="md"
              aria-label={t('tasks.moveTo', { title: task.title })}
            >
              <EllipsisVertical size={16} aria-hidden />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            {movesFrom[task.state].map((state) => (
              <Menu.Item key={state} onClick={() => void move(task, state)}>
                {t(`tasks.state.${state}`)}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      )}
    </div>
  );
}
