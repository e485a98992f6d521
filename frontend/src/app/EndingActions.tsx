import { ActionIcon, Group, Tooltip } from '@mantine/core';
import { ClipboardPlus, RefreshCw } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Today } from '../api/shapes';
import { Dialog } from '../components/Dialog';
import { confirmDone } from '../components/toast';
import { RenewMembership } from '../features/memberships/RenewMembership';
import { GiveTasksForm } from '../features/tasks/GiveTasksForm';
import { useCan } from '../session/useMe';

type Ending = NonNullable<Today['cards']['ending']>['rows'][number];

/** Of a membership that ends: renew it, or give somebody a task about it. */
export function EndingActions({ membership: { id, customer, customer_name: name } }: { membership: Ending }) {
  const { t } = useTranslation();
  const maySell = useCan('core.add_membership');
  const mayGive = useCan('scheduling.add_task');
  const [asked, setAsked] = useState<'renew' | 'task' | null>(null);
  const close = () => setAsked(null);
  const choices = [
    ...(maySell ? [{ what: 'renew' as const, label: t('today.renew', { name }), Icon: RefreshCw }] : []),
    ...(mayGive
      ? [{ what: 'task' as const, label: t('today.giveTask', { name }), Icon: ClipboardPlus }]
      : []),
  ];
  return (
    <Group gap={4} wrap="nowrap">
      {choices.map(({ what, label, Icon }) => (
        <Tooltip key={what} label={label}>
          <ActionIcon variant="light" size="lg" aria-label={label} onClick={() => setAsked(what)}>
            <Icon size={17} aria-hidden />
          </ActionIcon>
        </Tooltip>
      ))}
      {asked === 'renew' && <RenewMembership id={id} customer={customer} onClose={close} />}
      <Dialog
        opened={asked === 'task'}
        onClose={close}
        title={t('today.giveTask', { name })}
        centered
        closeButtonProps={{ 'aria-label': t('action.close') }}
      >
        <GiveTasksForm
          members={{ ids: [customer] }}
          number={1}
          onGiven={(given) => {
            confirmDone(t('giveTasks.given', given));
            close();
          }}
        />
      </Dialog>
    </Group>
  );
}
