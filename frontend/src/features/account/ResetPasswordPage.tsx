import { zodResolver } from '@hookform/resolvers/zod';
import { Anchor, Button, Stack, Text } from '@mantine/core';
import { useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate, useParams } from 'react-router';
import { z } from 'zod';
import { isApiError } from '../../api/errors';
import { FormRefusal } from '../../components/FormRefusal';
import { useFieldMessages, useServerErrors } from '../../components/formErrors';
import { newPassword, NewPasswordInput } from '../../components/NewPasswordInput';
import { confirmDone } from '../../components/toast';
import { useResetPasswordMutation } from '../../session/api';
import { AuthFrame } from './AuthFrame';

const schema = z.object({ password: newPassword });

/** Where the link of the mail leads. */
export function ResetPasswordPage() {
  const { t } = useTranslation();
  const { key = '' } = useParams();
  const navigate = useNavigate();
  const form = useForm({ mode: 'onTouched', resolver: zodResolver(schema), defaultValues: { password: '' } });
  const { errors, isSubmitting } = form.formState;
  const message = useFieldMessages(errors);
  const showErrors = useServerErrors(form);
  const [reset, { error: refused }] = useResetPasswordMutation();
  const isDead = isApiError(refused) && 'key' in refused.fields;
  const submit = form.handleSubmit(async ({ password }) => {
    const { error } = await reset({ key, password });
    if (error) {
      showErrors(error);
      return;
    }
    confirmDone(t('reset.done'));
    await navigate('/login');
  });
  return (
    <AuthFrame title={t('reset.title')}>
      {isDead ? (
        <>
          <Text role="alert">{t('reset.dead')}</Text>
          <Button component={Link} to="/password/reset" size="md">
            {t('reset.again')}
          </Button>
        </>
      ) : (
        <form onSubmit={(event) => void submit(event)} noValidate>
          <Stack>
            <FormRefusal message={message('root')} />
            <NewPasswordInput
              size="md"
              {...form.register('password')}
              label={t('field.new_password')}
              error={message('password')}
            />
            <Button type="submit" size="md" loading={isSubmitting}>
              {t('reset.submit')}
            </Button>
          </Stack>
        </form>
      )}
      <Anchor component={Link} to="/login" size="sm" underline="always">
        {t('verify.toLogin')}
      </Anchor>
    </AuthFrame>
  );
}
