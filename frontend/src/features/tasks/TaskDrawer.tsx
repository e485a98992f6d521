import { Alert, Button, Group, Skeleton, Stack, Tabs } from '@mantine/core';
import { PencilLine } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation, useNavigate, useParams, useSearchParams } from 'react-router';
import type { Task } from '../../api/shapes';
import { RecordDrawer } from '../../components/RecordDrawer';
import { RequestFailed } from '../../components/RequestFailed';
import { saved } from '../../components/UnsavedGuard';
import { WhoIsHere } from '../../components/WhoIsHere';
import { confirmDone } from '../../components/toast';
import { useCan } from '../../session/useMe';
import { useGetTaskQuery } from './api';
import { Checklist } from './Checklist';
import { TaskActions } from './TaskActions';
import { TaskComments } from './TaskComments';
import { TaskFacts } from './TaskFacts';
import { TaskForm } from './TaskForm';
import { TaskHistory } from './TaskHistory';
import { isToDo } from './useTaskWords';

export function TaskDrawer() {
  const { t } = useTranslation();
  const { id } = useParams();
  const navigate = useNavigate();
  const { search } = useLocation();
  const [params] = useSearchParams();
  const taskId = Number(id);
  const { data, error, refetch } = useGetTaskQuery(taskId, { skip: id === undefined });
  const close = () => void navigate({ pathname: '/tasks', search });
  if (id === undefined) {
    return (
      <RecordDrawer title={t('tasks.add')} onClose={close} isForm>
        <TaskForm
          customerId={Number(params.get('customer')) || null}
          onSaved={({ title }) => {
            confirmDone(t('tasks.added', { title }));
            void navigate({ pathname: '/tasks', search: withoutCustomer(params) }, { state: saved });
          }}
        />
      </RecordDrawer>
    );
  }
  return (
    <RecordDrawer title={data?.title ?? t('tasks.one')} onClose={close}>
      {error ? (
        <RequestFailed error={error} onRetry={refetch} />
      ) : data ? (
        <OpenTask key={taskId} task={data} />
      ) : (
        <Stack gap="lg" aria-busy>
          {[90, 70, 70, 70].map((height, at) => (
            <Skeleton key={at} h={height} />
          ))}
        </Stack>
      )}
    </RecordDrawer>
  );
}

function OpenTask({ task }: { task: Task }) {
  const { t } = useTranslation();
  const [isEditing, setEditing] = useState(false);
  const mayChange = useCan('scheduling.change_task');
  const isOpen = isToDo(task.state);
  if (isEditing && isOpen) {
    return (
      <Stack gap="md">
        <WhoIsHere topic={`task:${task.id}`} />
        <TaskForm
          task={task}
          onSaved={({ title }) => {
            confirmDone(t('tasks.saved', { title }));
            setEditing(false);
          }}
          onCancel={() => setEditing(false)}
        />
      </Stack>
    );
  }
  return (
    <Stack gap="lg">
      <WhoIsHere topic={`task:${task.id}`} />
      {isEditing && (
        <Alert color="ember" role="status">
          {t('tasks.closedMeanwhile')}
        </Alert>
      )}
      {mayChange && (
        <Group gap="sm">
          <TaskActions task={task} />
          {isOpen && (
            <Button
              variant="default"
              leftSection={<PencilLine size={16} aria-hidden />}
              onClick={() => setEditing(true)}
            >
              {t('tasks.edit')}
            </Button>
          )}
        </Group>
      )}
      <TaskFacts task={task} />
      <Checklist task={task} />
      <Tabs defaultValue="comments" keepMounted={false}>
        <Tabs.List mb="md">
          <Tabs.Tab value="comments">{t('tasks.comments')}</Tabs.Tab>
          <Tabs.Tab value="history">{t('history.title')}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="comments">
          <TaskComments task={task} />
        </Tabs.Panel>
        <Tabs.Panel value="history">
          <TaskHistory task={task} />
        </Tabs.Panel>
      </Tabs>
    </Stack>
  );
}

function withoutCustomer(params: URLSearchParams): string {
  const rest = new URLSearchParams(params);
  rest.delete('customer');
  return rest.toString();
}
