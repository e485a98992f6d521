import { Button, Group } from '@mantine/core';
import { ListTodo, Plus } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Customer } from '../../api/shapes';
import { Notice } from '../../components/Notice';
import { useListQuestion } from '../../components/useListQuestion';
import { useCan } from '../../session/useMe';
import { TaskList } from './TaskList';

/** Everything there is, or was, to do about one member, as far as the person may see it. */
export function MemberTasks({ customer }: { customer: Customer }) {
  const { t } = useTranslation();
  const { params, ask } = useListQuestion();
  const mayAdd = useCan('scheduling.add_task');
  const addButton = mayAdd && (
    <Button
      component={Link}
      to={`/tasks/new?customer=${customer.id}`}
      variant="light"
      leftSection={<Plus size={18} aria-hidden />}
    >
      {t('tasks.add')}
    </Button>
  );
  return (
    <>
      <Group justify="flex-end" mb="sm">
        {addButton}
      </Group>
      <TaskList
        question={{ customer: customer.id, ordering: '-created' }}
        cursor={params.get('cursor') ?? undefined}
        onCursor={(cursor) => ask({ cursor })}
        to={(id) => `/tasks/${id}`}
        empty={<Notice icon={ListTodo} title={t('tasks.emptyTitle')} text={t('tasks.emptyMember')} />}
      />
    </>
  );
}
