import type { WxFunction, WxFunctions } from '../api-kit.ts';
import { ToldFailure } from '../api-kit.ts';
import { quietListener } from './device.ts';
import type { ServiceKit } from './service-kit.ts';

/** Reason and code of a failure. */
type Failing = readonly [reason: string, errCode: number, errno?: number];

/** Bluetooth is off: WeChat's own codes (documentation of Bluetooth Low Energy, "Error codes"). */
const NOT_INITIALISED: Failing = ['not init', 10000, 1500101];
const NOT_AVAILABLE: Failing = ['not available', 10001, 1500102];
/** Wi-Fi by API is for phones (documentation of Wi-Fi, "Error codes"). */
const WIFI_UNSUPPORTED: Failing = ['not support', 12001, 1505001];
const WIFI_NOT_STARTED: Failing = ['not init', 12000, 1505000];
/** NFC (documentation of HCE, "Error codes"). */
const HCE_UNSUPPORTED: Failing = ['current platform is not supported', 13000];
const HCE_NOT_STARTED: Failing = ['not start', 13003];
/** iBeacon (documentation, "Error codes"). */
const BEACON_OFF: Failing = ['bluetooth service is not available', 11001];
const BEACON_NOT_STARTED: Failing = ['not started', 11003];
/** Local services are looked for on a Wi-Fi that the phone is in. */
const NO_LOCAL_SERVICES: Failing = ['start discovery failed', -1];

const FAILING: Readonly<Record<string, Failing>> = {
  openBluetoothAdapter: NOT_AVAILABLE,
  ...all(NOT_INITIALISED, [
    'getBluetoothAdapterState',
    'getBluetoothDevices',
    'getConnectedBluetoothDevices',
    'startBluetoothDevicesDiscovery',
    'stopBluetoothDevicesDiscovery',
    'createBLEConnection',
    'closeBLEConnection',
    'getBLEDeviceServices',
    'getBLEDeviceCharacteristics',
    'getBLEDeviceRSSI',
    'getBLEMTU',
    'setBLEMTU',
    'readBLECharacteristicValue',
    'writeBLECharacteristicValue',
    'notifyBLECharacteristicValueChange',
    'makeBluetoothPair',
    'isBluetoothDevicePaired',
    'createBLEPeripheralServer',
  ]),
  startWifi: WIFI_UNSUPPORTED,
  ...all(WIFI_NOT_STARTED, ['stopWifi', 'connectWifi', 'getConnectedWifi', 'getWifiList', 'setWifiList']),
  getHCEState: HCE_UNSUPPORTED,
  startHCE: HCE_UNSUPPORTED,
  ...all(HCE_NOT_STARTED, ['stopHCE', 'sendHCEMessage']),
  startBeaconDiscovery: BEACON_OFF,
  ...all(BEACON_NOT_STARTED, ['stopBeaconDiscovery', 'getBeacons']),
  startLocalServiceDiscovery: NO_LOCAL_SERVICES,
  stopLocalServiceDiscovery: ['task not found', -1],
  getLocalIPAddress: ['not connected to wifi', -1],
};

const EVENTS: readonly string[] = [
  'BluetoothAdapterStateChange',
  'BluetoothDeviceFound',
  'BLEConnectionStateChange',
  'BLECharacteristicValueChange',
  'BLEMTUChange',
  'BLEPeripheralConnectionStateChanged',
  'WifiConnected',
  'WifiConnectedWithPartialInfo',
  'GetWifiList',
  'HCEMessage',
  'BeaconUpdate',
  'BeaconServiceChange',
  'LocalServiceFound',
  'LocalServiceLost',
  'LocalServiceResolveFail',
  'LocalServiceDiscoveryStop',
];

const NFC_CLASSES: readonly string[] = [
  'getNdef',
  'getNfcA',
  'getNfcB',
  'getNfcF',
  'getNfcV',
  'getIsoDep',
  'getMifareClassic',
  'getMifareUltralight',
];

function all(failing: Failing, apis: readonly string[]): Record<string, Failing> {
  return Object.fromEntries(apis.map((api) => [api, failing]));
}

/**
 * Bluetooth, Wi-Fi, NFC, iBeacon and local services: a computer plays a phone whose radios are off, in WeChat's words
 * for that, so that a project shows what it shows then.
 */
export function createRadioFunctions(service: ServiceKit): WxFunctions {
  const { kit, notices } = service;

  const failing = (api: string, [reason, errCode, errno]: Failing): WxFunction =>
    kit.asynchronous(api, {}, () => {
      notices.madeUp(api);
      throw new ToldFailure({
        errMsg: `${api}:fail:${reason}`,
        errCode,
        ...(errno === undefined ? {} : { errno }),
      });
    });

  /** The reader of a phone without NFC: error 13000 whatever is asked of it. */
  const nfcAdapter = (): WxFunctions => ({
    startDiscovery: failing('startDiscovery', HCE_UNSUPPORTED),
    stopDiscovery: failing('stopDiscovery', HCE_UNSUPPORTED),
    ...quietListener('Discovered'),
    ...Object.fromEntries(
      NFC_CLASSES.map((name) => [
        name,
        () => ({
          connect: failing('connect', HCE_UNSUPPORTED),
          close: failing('close', HCE_UNSUPPORTED),
          isConnected: failing('isConnected', HCE_UNSUPPORTED),
          transceive: failing('transceive', HCE_UNSUPPORTED),
        }),
      ]),
    ),
  });

  return {
    ...Object.fromEntries(Object.entries(FAILING).map(([api, how]) => [api, failing(api, how)])),
    // To close what is not open is no failure.
    closeBluetoothAdapter: service.done('closeBluetoothAdapter'),
    getNFCAdapter: kit.synchronous('getNFCAdapter', nfcAdapter),
    ...(Object.assign({}, ...EVENTS.map((event) => quietListener(event))) as WxFunctions),
  };
}
