import {
  DndContext,
  DragOverlay,
  KeyboardSensor,
  MouseSensor,
  pointerWithin,
  rectIntersection,
  TouchSensor,
  useSensor,
  useSensors,
  type Announcements,
  type CollisionDetection,
  type DragEndEvent,
  type KeyboardCoordinateGetter,
} from '@dnd-kit/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { To } from 'react-router';
import type { TaskRow } from '../../api/shapes';
import { useCan } from '../../session/useMe';
import { BoardCard } from './BoardCard';
import { BoardColumn } from './BoardColumn';
import { states, type Asked, type TaskState } from './taskQuestion';
import classes from './Tasks.module.css';
import { movesFrom, useTaskActs } from './useTaskActs';

/** Half a card into a column, wherever the card came from. */
const INSIDE = 24;

/** A column for each state. Cards are moved with the mouse, a finger, the keyboard, or by the menu that each has. */
export function TaskBoard({ asked, to }: { asked: Asked; to: (id: number) => To }) {
  const { t } = useTranslation();
  const { move } = useTaskActs();
  const mayChange = useCan('scheduling.change_task');
  const [lifted, setLifted] = useState<TaskRow | null>(null);
  const sensors = useSensors(
    useSensor(MouseSensor, { activationConstraint: { distance: 6 } }),
    useSensor(TouchSensor, { activationConstraint: { delay: 200, tolerance: 8 } }),
    useSensor(KeyboardSensor, { coordinateGetter: toTheNextColumn }),
  );
  const drop = ({ active, over }: DragEndEvent) => {
    setLifted(null);
    const task = taskOf(active.data.current);
    const target = states.find((state) => state === over?.id);
    if (task && target && movesFrom[task.state].includes(target)) void move(task, target);
  };
  const titleOf = (data: unknown) => taskOf(data)?.title ?? '';
  const columnOf = (id: unknown) => t(`tasks.state.${(id as TaskState | undefined) ?? 'open'}`);
  const announcements: Announcements = {
    onDragStart: ({ active }) => t('tasks.drag.lifted', { title: titleOf(active.data.current) }),
    onDragOver: ({ active, over }) =>
      over
        ? t('tasks.drag.over', { title: titleOf(active.data.current), column: columnOf(over.id) })
        : undefined,
    onDragEnd: ({ active, over }) =>
      over
        ? t('tasks.drag.dropped', { title: titleOf(active.data.current), column: columnOf(over.id) })
        : t('tasks.drag.left', { title: titleOf(active.data.current) }),
    onDragCancel: ({ active }) => t('tasks.drag.left', { title: titleOf(active.data.current) }),
  };
  return (
    <DndContext
      sensors={sensors}
      collisionDetection={underThePointer}
      accessibility={{
        announcements,
        screenReaderInstructions: { draggable: t('tasks.drag.instructions') },
      }}
      onDragStart={({ active }) => setLifted(taskOf(active.data.current) ?? null)}
      onDragEnd={drop}
      onDragCancel={() => setLifted(null)}
    >
      <div className={classes.board} role="group" aria-label={t('tasks.shownAs.board')} tabIndex={0}>
        {states.map((state) => (
          <BoardColumn
            key={state}
            state={state}
            asked={asked}
            to={to}
            mayMove={mayChange}
            isClosed={lifted !== null && lifted.state !== state && !movesFrom[lifted.state].includes(state)}
          />
        ))}
      </div>
      <DragOverlay>{lifted && <BoardCard task={lifted} to={to} isLifted />}</DragOverlay>
    </DndContext>
  );
}

function taskOf(data: unknown): TaskRow | undefined {
  return (data as { task?: TaskRow } | undefined)?.task;
}

const underThePointer: CollisionDetection = (args) =>
  args.pointerCoordinates ? pointerWithin(args) : rectIntersection(args);

const toTheNextColumn: KeyboardCoordinateGetter = (event, { context }) => {
  const step = event.code === 'ArrowRight' ? 1 : event.code === 'ArrowLeft' ? -1 : 0;
  if (step === 0) return undefined;
  event.preventDefault();
  const here = context.over?.id ?? taskOf(context.active?.data.current)?.state;
  const next = states[states.findIndex((state) => state === here) + step];
  const column = next && context.droppableRects.get(next);
  return column && { x: column.left + INSIDE / 2, y: column.top + INSIDE * 2 };
};
