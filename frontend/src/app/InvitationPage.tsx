import { useTranslation } from 'react-i18next';
import { useNavigate, useParams } from 'react-router';
import { AuthFrame } from '../features/account/AuthFrame';
import { useEnter } from '../features/account/useEnter';
import { AcceptInvitation } from '../features/staff/AcceptInvitation';
import { useSignInMutation } from '../session/api';

/** Where an invitation's link leads. Who accepts goes in by the same door as everybody. */
export function InvitationPage() {
  const { t } = useTranslation();
  const { token = '' } = useParams();
  const navigate = useNavigate();
  const enter = useEnter();
  const [signIn] = useSignInMutation();
  const goIn = async (credentials: { email: string; password: string }) => {
    const { data } = await signIn(credentials);
    if (data) await enter(data);
    await navigate('/');
  };
  return (
    <AuthFrame title={t('invitation.title')}>
      <AcceptInvitation token={token} onAccepted={goIn} />
    </AuthFrame>
  );
}
