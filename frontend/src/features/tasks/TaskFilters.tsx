import { Group, SegmentedControl, Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import classes from './Tasks.module.css';
import { dues, orders, roles, shownStates, type Asked } from './taskQuestion';

interface TaskFiltersProps {
  asked: Asked;
  isBoard: boolean;
  onAsk: (change: Record<string, string>) => void;
}

/** Whose, how they stand, until when; and whether as a list or as a board, which has a column for each state. */
export function TaskFilters({ asked, isBoard, onAsk }: TaskFiltersProps) {
  const { t } = useTranslation();
  return (
    <Group className={classes.filters} gap="sm">
      <Select
        aria-label={t('tasks.whose.label')}
        data={[
          { value: 'all', label: t('tasks.whose.all') },
          { value: 'mine', label: t('tasks.whose.mine') },
          ...roles.map((role) => ({ value: role, label: t(`role.${role}`) })),
        ]}
        value={asked.whose || 'all'}
        onChange={(whose) => onAsk({ whose: whose === 'all' ? '' : (whose ?? '') })}
        allowDeselect={false}
      />
      {!isBoard && (
        <Select
          aria-label={t('tasks.field.state')}
          data={shownStates.map((state) => ({ value: state, label: t(`tasks.shown.${state}`) }))}
          value={asked.state}
          onChange={(state) => onAsk({ state: state === 'to_do' ? '' : (state ?? '') })}
          allowDeselect={false}
        />
      )}
      <Select
        aria-label={t('tasks.field.due')}
        data={[
          { value: 'any', label: t('tasks.dueIn.any') },
          ...dues.map((due) => ({ value: due, label: t(`tasks.dueIn.${due}`) })),
        ]}
        value={asked.due || 'any'}
        onChange={(due) => onAsk({ due: due === 'any' ? '' : (due ?? '') })}
        allowDeselect={false}
      />
      {!isBoard && (
        <Select
          aria-label={t('tasks.order.label')}
          data={orders.map((order) => ({ value: order, label: t(`tasks.order.${nameOf(order)}`) }))}
          value={asked.ordering}
          onChange={(order) => onAsk({ ordering: order === 'due' ? '' : (order ?? '') })}
          allowDeselect={false}
        />
      )}
      <SegmentedControl
        aria-label={t('tasks.shownAs.label')}
        data={(['list', 'board'] as const).map((as) => ({ value: as, label: t(`tasks.shownAs.${as}`) }))}
        value={isBoard ? 'board' : 'list'}
        onChange={(as) => onAsk({ as: as === 'board' ? 'board' : '', state: '', ordering: '' })}
      />
    </Group>
  );
}

const nameOf = (order: (typeof orders)[number]) => (order === '-created' ? 'newest' : order);
