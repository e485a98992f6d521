import { Alert } from '@mantine/core';
import { CircleAlert } from 'lucide-react';

/** Why a form as a whole was refused. What was typed stays. */
export function FormRefusal({ message }: { message: string | undefined }) {
  if (!message) return null;
  return (
    <Alert color="red" icon={<CircleAlert size={18} aria-hidden />} role="alert">
      {message}
    </Alert>
  );
}
