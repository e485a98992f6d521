import { Button } from '@mantine/core';
import { Mail } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Customer } from '../../api/shapes';
import { useRefusal } from '../../components/formErrors';
import { confirmDone, sayRefused } from '../../components/toast';
import { isLanguage } from '../../i18n/i18n';
import { useCan } from '../../session/useMe';
import { useInviteMutation, useListInvitationsQuery, useResendInvitationMutation } from './api';

/** Lets a member in whose record has no login yet. */
export function InviteMember({ customer }: { customer: Customer }) {
  const { t } = useTranslation();
  const refusal = useRefusal();
  const mayInvite = useCan('core.invite_member') && !customer.has_login && customer.email !== '';
  const { data } = useListInvitationsQuery({ kind: 'member', customer: customer.id }, { skip: !mayInvite });
  const [invite, inviting] = useInviteMutation();
  const [resend, resending] = useResendInvitationMutation();
  if (!mayInvite || !data) return null;
  const open = data.results[0];
  const { email, language } = customer;
  const send = async () => {
    const { error } = open
      ? await resend(open.id)
      : await invite({
          kind: 'member',
          email,
          customer: customer.id,
          ...(isLanguage(language) && { language }),
        });
    if (error) sayRefused(refusal(error));
    else confirmDone(t('invitation.sent', { email }));
  };
  return (
    <Button
      variant="default"
      leftSection={<Mail size={18} aria-hidden />}
      loading={inviting.isLoading || resending.isLoading}
      onClick={() => void send()}
    >
      {t(open ? 'invitation.memberAgain' : 'invitation.member')}
    </Button>
  );
}
