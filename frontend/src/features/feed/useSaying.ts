import { useRefusal } from '../../components/formErrors';
import { sayRefused } from '../../components/toast';
import type { Sent } from './WritingForm';

/** Says why something was not done; whether it was. */
export function useSaying(): (doing: Promise<Sent>) => Promise<boolean> {
  const refusal = useRefusal();
  return async (doing) => {
    const { error } = await doing;
    if (error !== undefined) sayRefused(refusal(error));
    return error === undefined;
  };
}
