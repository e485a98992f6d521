import { Checkbox, Skeleton, Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useListRolesQuery } from './api';
import { useRoleName } from './useRoleName';

interface RoleChoiceProps {
  value: string[];
  onChange: (roles: string[]) => void;
  error?: string | undefined;
}

/** Roles of the staff; those that one may not give can be seen but not moved. */
export function RoleChoice({ value, onChange, error }: RoleChoiceProps) {
  const { t } = useTranslation();
  const roleName = useRoleName();
  const { data } = useListRolesQuery();
  if (!data) return <Skeleton h={150} aria-busy />;
  return (
    <Checkbox.Group label={t('staff.roles')} value={value} onChange={onChange} error={error}>
      <Stack gap="sm" mt="xs">
        {data.results.map(({ name, may_give, needs_second_factor }) => (
          <Checkbox
            key={name}
            value={name}
            label={roleName(name)}
            description={needs_second_factor ? t('staff.needsSecondFactor') : undefined}
            disabled={!may_give}
          />
        ))}
      </Stack>
    </Checkbox.Group>
  );
}
