import { Badge, Button, Group, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { StaffMember } from '../../api/shapes';
import { ConfirmDialog } from '../../components/ConfirmDialog';
import { FormRefusal } from '../../components/FormRefusal';
import { useRefusal } from '../../components/formErrors';
import { RecordDrawer } from '../../components/RecordDrawer';
import { confirmDone } from '../../components/toast';
import { UnsavedGuard } from '../../components/UnsavedGuard';
import { useMe } from '../../session/useMe';
import { useChangeColleagueMutation, type StaffChange } from './api';
import { RoleChoice } from './RoleChoice';

interface StaffDrawerProps {
  person: StaffMember;
  onClose: () => void;
}

/** What somebody may do here, and whether they may be here at all. */
export function StaffDrawer({ person, onClose }: StaffDrawerProps) {
  const { t } = useTranslation();
  const me = useMe();
  const refusal = useRefusal();
  const [roles, setRoles] = useState(person.roles.filter((role) => role !== 'member'));
  const [isAsking, setAsking] = useState(false);
  const [change, { error, isLoading, reset }] = useChangeColleagueMutation();
  const held = person.roles.filter((role) => role !== 'member');
  const give = roles.filter((role) => !held.includes(role));
  const take = held.filter((role) => !roles.includes(role));
  const isDirty = give.length + take.length > 0;

  const send = async (wanted: StaffChange, done: string) => {
    const { error: refused } = await change({ id: person.id, change: wanted });
    if (refused) return;
    confirmDone(done);
    onClose();
  };
  const name = person.display_name;
  return (
    <RecordDrawer title={name} onClose={onClose}>
      <UnsavedGuard dirty={isDirty && !isLoading} />
      <Stack gap="xl">
        <Group justify="space-between">
          <Text c="var(--quiet)">{person.email}</Text>
          <Badge color={person.has_second_factor ? 'pine' : 'gray'}>
            {t(person.has_second_factor ? 'staff.secondFactor' : 'staff.noSecondFactor')}
          </Badge>
        </Group>
        <Stack>
          <FormRefusal message={!isAsking && error ? refusal(error) : undefined} />
          <RoleChoice value={roles} onChange={setRoles} />
          <Text size="sm" c="var(--quiet)">
            {t(held.length > 0 ? 'staff.rolesHint' : 'staff.formerHint')}
          </Text>
          <Button
            disabled={!isDirty}
            loading={isLoading && !isAsking}
            onClick={() => void send({ give, take }, t('staff.saved', { name }))}
          >
            {t('action.save')}
          </Button>
        </Stack>
        {person.is_active ? (
          person.id !== me.id &&
          held.length > 0 && (
            <Button
              variant="subtle"
              color="red"
              style={{ alignSelf: 'flex-start' }}
              onClick={() => {
                reset();
                setAsking(true);
              }}
            >
              {t('staff.shutOut')}
            </Button>
          )
        ) : (
          <Button
            variant="light"
            loading={isLoading}
            onClick={() => void send({ is_active: true }, t('staff.letIn', { name }))}
          >
            {t('staff.giveBack')}
          </Button>
        )}
      </Stack>
      <ConfirmDialog
        opened={isAsking}
        title={t('staff.shutOutTitle', { name })}
        text={t('staff.shutOutText', { name })}
        confirm={t('staff.shutOut')}
        keep={t('action.keep')}
        busy={isLoading}
        refusal={error && refusal(error)}
        onConfirm={() => void send({ is_active: false }, t('staff.isOut', { name }))}
        onClose={() => setAsking(false)}
      />
    </RecordDrawer>
  );
}
