import { Badge, Button, Group, Paper, Text, Title } from '@mantine/core';
import { Mail } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Invitation } from '../../api/shapes';
import { ConfirmDialog } from '../../components/ConfirmDialog';
import { FormRefusal } from '../../components/FormRefusal';
import { useRefusal } from '../../components/formErrors';
import { confirmDone } from '../../components/toast';
import { useDates } from '../../i18n/dates';
import { useListInvitationsQuery, useResendInvitationMutation, useRevokeInvitationMutation } from './api';
import classes from './InvitationList.module.css';
import { useRoleName } from './useRoleName';

/** Who has been asked to work here and has not come yet. Says nothing when there is nobody. */
export function InvitationList() {
  const { t } = useTranslation();
  const dates = useDates();
  const roleName = useRoleName();
  const refusal = useRefusal();
  const { data } = useListInvitationsQuery({ kind: 'staff' });
  const [resend, resending] = useResendInvitationMutation();
  const [revoke, revoking] = useRevokeInvitationMutation();
  const [going, setGoing] = useState<Invitation | null>(null);
  if (!data || data.count === 0) return null;

  const sendAgain = async ({ id, email }: Invitation) => {
    const { error } = await resend(id);
    if (!error) confirmDone(t('invitation.sent', { email }));
  };
  const takeBack = async () => {
    if (!going) return;
    const { error } = await revoke(going.id);
    if (error) return;
    confirmDone(t('invitation.revoked'));
    setGoing(null);
  };
  return (
    <Paper component="section" p="lg" radius="lg" withBorder aria-labelledby="invitations">
      <Title id="invitations" order={2} size="h4" mb="xs">
        {t('invitation.open')}
      </Title>
      <FormRefusal message={resending.error && refusal(resending.error)} />
      <ul className={classes.rows}>
        {data.results.map((one) => (
          <li key={one.id}>
            <Mail size={18} aria-hidden />
            <div>
              <Text style={{ overflowWrap: 'anywhere' }}>{one.email}</Text>
              <Text size="sm" c="var(--quiet)">
                {t('invitation.line', {
                  roles: one.roles.map(roleName).join(', '),
                  day: dates.day(one.sent_at),
                })}
              </Text>
            </div>
            <Group gap={4} justify="flex-end">
              {one.state === 'expired' && <Badge color="ember">{t('invitation.expired')}</Badge>}
              <Button
                variant="subtle"
                size="compact-sm"
                aria-label={t('invitation.resendTo', { email: one.email })}
                disabled={resending.isLoading}
                onClick={() => void sendAgain(one)}
              >
                {t('invitation.resend')}
              </Button>
              <Button
                variant="subtle"
                color="red"
                size="compact-sm"
                aria-label={t('invitation.revokeFor', { email: one.email })}
                onClick={() => setGoing(one)}
              >
                {t('invitation.revoke')}
              </Button>
            </Group>
          </li>
        ))}
      </ul>
      <ConfirmDialog
        opened={going !== null}
        title={t('invitation.revokeTitle')}
        text={t('invitation.revokeText', { email: going?.email ?? '' })}
        confirm={t('invitation.revoke')}
        keep={t('action.keep')}
        busy={revoking.isLoading}
        refusal={revoking.error && refusal(revoking.error)}
        onConfirm={() => void takeBack()}
        onClose={() => setGoing(null)}
      />
    </Paper>
  );
}
