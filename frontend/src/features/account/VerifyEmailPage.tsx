import { Anchor, Button, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { isApiError } from '../../api/errors';
import { FormRefusal } from '../../components/FormRefusal';
import { useRefusal } from '../../components/formErrors';
import { confirmDone } from '../../components/toast';
import { useResendCodeMutation, useVerifyEmailMutation } from '../../session/api';
import { useSession } from '../../session/useMe';
import { AuthFrame } from './AuthFrame';
import { CodeForm } from './CodeForm';
import { GoOn } from './GoOn';
import { useEnter } from './useEnter';

/** The code that was mailed, typed in the browser in which one registered. */
export function VerifyEmailPage() {
  const { t } = useTranslation();
  const { status } = useSession();
  const [isOver, setOver] = useState(false);
  const [verify] = useVerifyEmailMutation();
  const [resend, { error: resendError, isLoading: resending }] = useResendCodeMutation();
  const refusal = useRefusal();
  const enter = useEnter();

  if (status === 'signedIn') return <GoOn />;
  const give = async (code: string) => {
    const { data, error } = await verify(code);
    if (data) await enter(data);
    // Too long ago, guessed too often, or another browser: signing in sends a new one.
    if (isApiError(error) && error.status === 409) setOver(true);
    return error;
  };
  const again = async () => {
    const { error } = await resend();
    if (!error) confirmDone(t('verify.resent'));
  };
  return (
    <AuthFrame title={t('verify.title')}>
      {isOver ? (
        <Text role="alert">{t('verify.over')}</Text>
      ) : (
        <>
          <Text>{t('verify.sent')}</Text>
          <FormRefusal message={resendError && refusal(resendError)} />
          <CodeForm label={t('field.code')} submit={t('verify.confirm')} onCode={give}>
            <Button variant="subtle" size="md" loading={resending} onClick={() => void again()}>
              {t('verify.resend')}
            </Button>
          </CodeForm>
        </>
      )}
      <Anchor component={Link} to="/login" size="sm" underline="always">
        {t('verify.toLogin')}
      </Anchor>
    </AuthFrame>
  );
}
