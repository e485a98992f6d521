import {
  Alert,
  Badge,
  Group,
  Paper,
  SegmentedControl,
  Skeleton,
  Stack,
  Switch,
  Text,
  Title,
} from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Area, Role } from '../../api/shapes';
import { FormRefusal } from '../../components/FormRefusal';
import { useRefusal } from '../../components/formErrors';
import { RequestFailed } from '../../components/RequestFailed';
import type { Key } from '../../i18n/i18n';
import { useCan } from '../../session/useMe';
import { useChangeRoleMutation, useListPermissionsQuery, useListRolesQuery } from './api';
import classes from './RolesPage.module.css';
import { useRoleName } from './useRoleName';

/** What each role may do, a switch for each thing. A change holds at once, on screens that are open too. */
export function RolesPage() {
  const { t } = useTranslation();
  const roleName = useRoleName();
  const refusal = useRefusal();
  const roles = useListRolesQuery();
  const areas = useListPermissionsQuery();
  const [chosen, setChosen] = useState('manager');
  const [change, { error }] = useChangeRoleMutation();
  const failed = roles.error ?? areas.error;
  if (failed && !(roles.data && areas.data))
    return (
      <RequestFailed
        error={failed}
        onRetry={() => {
          void roles.refetch();
          void areas.refetch();
        }}
      />
    );
  const role = roles.data?.results.find(({ name }) => name === chosen);
  if (!role || !areas.data) return <Skeleton h={420} aria-busy />;
  return (
    <Stack gap="lg">
      <SegmentedControl
        aria-label={t('roles.which')}
        value={chosen}
        data={(roles.data?.results ?? []).map(({ name }) => ({ value: name, label: roleName(name) }))}
        onChange={setChosen}
        className={classes.choice}
      />
      <Group gap="xs">
        <Text c="var(--quiet)">{t('roles.people', { number: role.people })}</Text>
        {role.needs_second_factor && <Badge>{t('staff.needsSecondFactor')}</Badge>}
      </Group>
      {role.is_fixed && <Alert color="pine">{t('roles.fixed')}</Alert>}
      <FormRefusal message={error && refusal(error)} />
      <div className={classes.areas}>
        {areas.data.map((area) => (
          <AreaCard
            key={area.area}
            area={area}
            role={role}
            onSwitch={(permission, on) =>
              void change({ id: role.id, [on ? 'grant' : 'revoke']: [permission] })
            }
          />
        ))}
      </div>
    </Stack>
  );
}

interface AreaCardProps {
  area: Area;
  role: Role;
  onSwitch: (permission: string, on: boolean) => void;
}

function AreaCard({ area, role, onSwitch }: AreaCardProps) {
  const { t, i18n } = useTranslation();
  const mayChange = useCan('auth.change_group');
  const id = `area-${area.area}`;
  return (
    <Paper component="section" p="lg" radius="lg" withBorder aria-labelledby={id}>
      <Title id={id} order={2} size="h5" mb="sm">
        {t(`roles.area.${area.area}`)}
      </Title>
      <Stack gap="sm">
        {[...area.permissions].sort(byThing).map(({ permission, name }) => {
          const key = `permission.${permission.split('.')[1] ?? ''}`;
          return (
            <Switch
              key={permission}
              label={i18n.exists(key) ? t(key as Key) : name}
              checked={role.permissions.includes(permission)}
              disabled={role.is_fixed || !mayChange}
              onChange={({ currentTarget }) => onSwitch(permission, currentTarget.checked)}
            />
          );
        })}
      </Stack>
    </Paper>
  );
}

const VERBS = ['view', 'add', 'change', 'delete'];

/** What belongs to one thing stands together: to see it, then what one may do with it. */
function byThing(one: { permission: string }, other: { permission: string }): number {
  const [thing, verb] = parts(one.permission);
  const [otherThing, otherVerb] = parts(other.permission);
  return thing.localeCompare(otherThing) || verb - otherVerb;
}

function parts(permission: string): [string, number] {
  const [verb = '', ...thing] = (permission.split('.')[1] ?? '').split('_');
  const rank = VERBS.indexOf(verb);
  return rank < 0 || permission.endsWith('staff_notes') ? ['~', 0] : [thing.join('_'), rank];
}
