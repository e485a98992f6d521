import { Paper, Stack, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import type { Customer } from '../../api/shapes';
import { confirmDone } from '../../components/toast';
import { saved } from '../../components/UnsavedGuard';
import { useCan } from '../../session/useMe';
import { Consents } from './Consents';
import { CustomerForm } from './CustomerForm';
import { DeleteCustomer } from './DeleteCustomer';
import { fullName } from '../../i18n/fullName';

/** What the centre keeps of a member, to be put right. */
export function MemberProfile({ customer }: { customer: Customer }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const canDelete = useCan('core.delete_customer');
  return (
    <Stack gap="lg" maw={720}>
      <Paper p="lg" radius="lg" withBorder>
        <CustomerForm
          customer={customer}
          onSaved={(changed) => confirmDone(t('customers.saved', { name: fullName(changed) }))}
        />
      </Paper>
      <Paper component="section" p="lg" radius="lg" withBorder aria-label={t('consent.title')}>
        <Title order={2} size="h4" mb="md">
          {t('consent.title')}
        </Title>
        <Consents customer={customer} />
      </Paper>
      {canDelete && (
        <DeleteCustomer
          customer={customer}
          onDeleted={() => {
            confirmDone(t('customers.deleted', { name: fullName(customer) }));
            void navigate('/members', { state: saved });
          }}
        />
      )}
    </Stack>
  );
}
