import { WITHOUT_EFFECT } from './stand-ins/without-effect.ts';

/**
 * What WeChat has and Ferry takes without effect, or never hands out: `wx.canIUse` denies it. Written as a schema
 * names it: `api.object.option`, `api.success.field`, `api.callback.field`, `Shape.member`, `component.attribute`.
 */
export const NOT_HONOURED: ReadonlySet<string> = new Set([
  // The network stack: no QUIC, no cache, no HttpDNS, no choice of the interface, no chunks.
  ...['enableQuic', 'useHighPerformanceMode'].flatMap((option) => [
    `uploadFile.object.${option}`,
    `downloadFile.object.${option}`,
    `request.object.${option}`,
  ]),
  'request.object.enableCache',
  'request.object.enableChunked',
  'request.object.enableHttpDNS',
  'request.object.enableHttpDNSFallback',
  'request.object.forceCellularNetwork',
  'request.object.httpDNSServiceId',
  'request.object.httpDNSTimeout',
  'request.success.useHttpDNS',
  'RequestProfile.httpDNSDomainLookUpEnd',
  'RequestProfile.httpDNSDomainLookUpStart',
  'RequestTask.offChunkReceived',
  'RequestTask.onChunkReceived',
  'getNetworkType.success.hasSystemProxy',
  'getNetworkType.success.signalStrength',
  'getNetworkType.success.weakNet',

  // The device and its settings: what no computer has, or Ferry does not play.
  ...[
    'locationReducedAccuracy',
    'notificationAlertAuthorized',
    'notificationBadgeAuthorized',
    'notificationSoundAuthorized',
    'phoneCalendarAuthorized',
  ].flatMap((field) => [
    `SystemInfo.${field}`,
    `getSystemInfo.success.${field}`,
    `getSystemInfoAsync.success.${field}`,
  ]),
  'AppAuthorizeSetting.notificationAlertAuthorized',
  'AppAuthorizeSetting.notificationBadgeAuthorized',
  'AppAuthorizeSetting.notificationSoundAuthorized',
  'AppBaseInfo.PCKernelVersion',
  'AppBaseInfoHost.appId',
  'SystemInfoHost.appId',
  'DeviceInfo.cpuType',
  'DeviceInfo.deviceAbi',
  'AccountInfo.plugin',

  // How a mini-program is entered and left: always by its main entrance.
  ...['apiCategory', 'chatType', 'forwardMaterials', 'hostExtraData', 'shareTicket'].flatMap((field) => [
    `LaunchOptionsApp.${field}`,
    `onAppShow.callback.${field}`,
  ]),
  'ReferrerInfo.appId',
  'ReferrerInfo.extraData',
  'onAppHide.callback.reason',

  // Interface.
  'navigateTo.object.routeConfig',
  'navigateTo.object.routeOptions',
  'navigateTo.object.routeType',
  'navigateTo.object.withOpenContainer',
  'setKeepScreenOn.object.keepScreenOn',
  'setVisualEffectOnCapture.object.visualEffect',
  'updateShareMenu.object.activityId',
  'updateShareMenu.object.isPrivateMessage',
  'updateShareMenu.object.isUpdatableMessage',
  'updateShareMenu.object.templateInfo',
  'updateShareMenu.object.toDoActivityId',
  'updateShareMenu.object.withShareTicket',
  'showShareMenu.object.withShareTicket',
  'getSetting.object.withSubscriptions',
  'getSetting.success.miniprogramAuthSetting',
  'getSetting.success.subscriptionsSetting',
  'openDocument.object.showMenu',
  'openSetting.object.withSubscriptions',
  'openSetting.success.subscriptionsSetting',
  'previewImage.object.referrerPolicy',
  'previewImage.object.showmenu',
  'previewMedia.object.referrerPolicy',
  'previewMedia.object.showmenu',
  'NodesRef.ref',

  // Sound: one player for all of it, no mute switch, no earpiece, no player of the phone's, no phone calls.
  'createInnerAudioContext.object.useWebAudioImplement',
  'InnerAudioContext.obeyMuteSwitch',
  'InnerAudioContext.referrerPolicy',
  'setInnerAudioOption.object.mixWithOther',
  'setInnerAudioOption.object.obeyMuteSwitch',
  'setInnerAudioOption.object.speakerOn',
  ...['audioType', 'protocol', 'referrerPath', 'referrerPolicy', 'webUrl'].map(
    (member) => `BackgroundAudioManager.${member}`,
  ),
  'RecorderManager.onInterruptionBegin',
  'RecorderManager.onInterruptionEnd',

  // Pickers: what phones often do not heed either; it would take as long as the video.
  'chooseVideo.object.compressed',

  // Components.
  'button.app-parameter',
  'button.send-message-img',
  'button.send-message-title',
  'button.session-from',
  'button.show-message-card',
  'form.report-submit-timeout',
  'cover-view.marker-id',
  'cover-image.marker-id',
  'cover-image.referrer-policy',
  'page-meta.page-orientation',
  'rich-text.mode',
  'rich-text.preview',
  'web-view.src',
  ...[
    ...['duration', 'easing-function', 'key', 'mapkey', 'rect-tween-type', 'shuttle-on-pop'],
    ...['shuttle-on-push', 'transform', 'transition-on-gesture'],
  ].map((attribute) => `share-element.${attribute}`),
  'scroll-view.show-scrollbar',
  'swiper.skip-hidden-item-layout',
  'textarea.disable-default-padding',
  'textarea.show-confirm-bar',
  'loadFontFace.object.global',
  'loadFontFace.object.scopes',
  ...[
    'exitCasting',
    'hideStatusBar',
    'reconnectCasting',
    'showStatusBar',
    'startCasting',
    'switchCasting',
  ].map((member) => `VideoContext.${member}`),
  // One phone that nobody turns, no other screen, no advertisement, no protected video.
  ...[
    ...['ad-unit-id', 'auto-pause-if-open-native', 'background-poster', 'certificate-url'],
    ...['enable-auto-rotation', 'is-drm', 'is-live', 'license-url', 'picture-in-picture-init-position'],
    ...['poster-for-crawler', 'preferred-peak-bit-rate', 'provision-url', 'referrer-policy'],
    ...['show-background-playback-button', 'show-casting-button', 'show-screen-lock-button'],
    'show-snapshot-button',
  ].map((attribute) => `video.${attribute}`),

  // Stand-ins: nothing draws the map, plays or sends live video, or sees by the camera.
  ...Object.entries(WITHOUT_EFFECT).flatMap(([shape, names]) => names.map((name) => `${shape}.${name}`)),
  'MapContext.on',
  'InferenceSession.run',
  ...[
    ...['addMarker', 'addOSDMarker', 'detectBody', 'detectDepth', 'detectFace', 'detectHand', 'getAllMarker'],
    ...[
      'getAllOSDMarker',
      'getVKFrame',
      'hitTest',
      'removeMarker',
      'removeOSDMarker',
      'requestAnimationFrame',
    ],
    ...['runOCR', 'setDepthOccRange', 'start', 'update3DMode', 'updateMaskMode', 'updateOSDThreshold'],
  ].map((member) => `VKSession.${member}`),
]);
