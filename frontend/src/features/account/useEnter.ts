import type { ThunkDispatch, UnknownAction } from '@reduxjs/toolkit';
import { useDispatch } from 'react-redux';
import { useLocation, useNavigate } from 'react-router';
import { readSession, type SignInOutcome } from '../../session/api';

/** Goes on after the accounts API has accepted something: in, or to the step that is still missing. */
export function useEnter() {
  const dispatch = useDispatch<ThunkDispatch<unknown, unknown, UnknownAction>>();
  const navigate = useNavigate();
  const { search } = useLocation();
  return async (outcome: SignInOutcome): Promise<void> => {
    if (outcome === 'signedIn') await dispatch(readSession());
    else await navigate({ pathname: outcome === 'secondFactor' ? '/login/code' : '/verify-email', search });
  };
}
