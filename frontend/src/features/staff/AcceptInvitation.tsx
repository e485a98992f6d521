import { zodResolver } from '@hookform/resolvers/zod';
import { Button, Skeleton, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import { z } from 'zod';
import type { LookUp } from '../../api/shapes';
import { FormRefusal } from '../../components/FormRefusal';
import { useFieldMessages, useRefusal, useServerErrors } from '../../components/formErrors';
import { newPassword, NewPasswordInput } from '../../components/NewPasswordInput';
import { confirmDone } from '../../components/toast';
import { useSession } from '../../session/useMe';
import { useAcceptInvitationMutation, useLookUpInvitationQuery } from './api';
import { useRoleName } from './useRoleName';

const schema = z.object({
  display_name: z.string().trim().min(1, 'validation.required').max(80, 'validation.tooLong'),
  password: newPassword,
});

interface AcceptInvitationProps {
  token: string;
  /** With what was chosen, one goes in by the usual way. */
  onAccepted: (credentials: { email: string; password: string }) => Promise<void>;
}

/** What the holder of an invitation's link is offered. */
export function AcceptInvitation({ token, onAccepted }: AcceptInvitationProps) {
  const { t } = useTranslation();
  const { data, error } = useLookUpInvitationQuery(token);
  const refusal = useRefusal();
  const roleName = useRoleName();
  if (error)
    return (
      <Stack>
        <FormRefusal message={refusal(error)} />
        <Button component={Link} to="/login" variant="default">
          {t('verify.toLogin')}
        </Button>
      </Stack>
    );
  if (!data) return <Skeleton h={240} aria-busy />;
  return (
    <Stack>
      <Text>
        {data.kind === 'staff'
          ? t('invitation.toWork', {
              by: data.invited_by ?? data.centre_name,
              centre: data.centre_name,
              roles: data.roles.map(roleName).join(', '),
            })
          : t('invitation.toMember', { centre: data.centre_name })}
      </Text>
      {data.has_account ? (
        <WithAccount token={token} invitation={data} />
      ) : (
        <NewAccount token={token} invitation={data} onAccepted={onAccepted} />
      )}
    </Stack>
  );
}

function NewAccount({ token, invitation, onAccepted }: AcceptInvitationProps & { invitation: LookUp }) {
  const { t } = useTranslation();
  const form = useForm({
    mode: 'onTouched',
    resolver: zodResolver(schema),
    defaultValues: { display_name: invitation.name, password: '' },
  });
  const { errors, isSubmitting } = form.formState;
  const message = useFieldMessages(errors);
  const showErrors = useServerErrors(form);
  const [accept] = useAcceptInvitationMutation();
  const submit = form.handleSubmit(async (values) => {
    const { error } = await accept({ token, ...values });
    if (error) showErrors(error);
    else await onAccepted({ email: invitation.email, password: values.password });
  });
  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      <Stack>
        <FormRefusal message={message('root')} />
        <TextInput
          size="md"
          label={t('field.email')}
          value={invitation.email}
          autoComplete="username"
          readOnly
        />
        <TextInput
          size="md"
          {...form.register('display_name')}
          label={t('field.display_name')}
          description={t('me.displayNameHint')}
          autoComplete="nickname"
          error={message('display_name')}
        />
        <NewPasswordInput size="md" {...form.register('password')} error={message('password')} />
        <Button type="submit" size="md" loading={isSubmitting}>
          {t('invitation.accept')}
        </Button>
      </Stack>
    </form>
  );
}

function WithAccount({ token, invitation }: { token: string; invitation: LookUp }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const refusal = useRefusal();
  const { me } = useSession();
  const [accept, { error, isLoading }] = useAcceptInvitationMutation();
  if (me?.email.toLowerCase() !== invitation.email.toLowerCase())
    return (
      <>
        <Text>{t('invitation.signInFirst', { email: invitation.email })}</Text>
        <Button component={Link} to={`/login?next=${encodeURIComponent(`/invitation/${token}`)}`} size="md">
          {t('login.submit')}
        </Button>
      </>
    );
  const take = async () => {
    const outcome = await accept({ token });
    if (outcome.error) return;
    confirmDone(t('invitation.accepted'));
    await navigate('/');
    location.reload(); // what one may do has changed
  };
  return (
    <>
      <FormRefusal message={error && refusal(error)} />
      <Button size="md" loading={isLoading} onClick={() => void take()}>
        {t('invitation.accept')}
      </Button>
    </>
  );
}
